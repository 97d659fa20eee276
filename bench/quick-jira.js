'use strict';

/** A Jira in this process that answers after 20 ms, makes every ticket and takes every update: what is measured is the delivery. */
function quickJira() {
  let tickets = 0;
  const ticket = () => {
    tickets += 1;
    return { id: String(tickets), key: `NET-${tickets}` };
  };
  const answer = (status, json) => ({ status, headers: {}, json, text: '', ms: 20 });
  return {
    async send({ method, path: resource, body }) {
      await new Promise((resolve) => setTimeout(resolve, 20));
      if (resource.endsWith('/serverInfo')) return answer(200, { version: '10.3.0', versionNumbers: [10, 3, 0] });
      if (resource.endsWith('/bulk')) return answer(201, { issues: body.issueUpdates.map(ticket), errors: [] });
      if (method === 'PUT') return answer(204);
      return method === 'POST' ? answer(201, ticket()) : answer(404, { errorMessages: ['Not here'] });
    },
    close() {},
  };
}

module.exports = { quickJira };
