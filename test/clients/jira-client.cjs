'use strict';

// Drives a Jira as jira-client does (API v2). Prints what it did as JSON.
//   node jira-client.cjs <url>
const JiraApi = require('jira-client');

const { protocol, hostname, port } = new URL(process.argv[2]);
const jira = new JiraApi({ protocol: protocol.replace(':', ''), host: hostname, port, username: 'asmith', password: 'secret', apiVersion: '2', strictSSL: true });

async function main() {
  const done = [];
  const did = (what, result) => {
    done.push(what);
    return result;
  };
  const base = { project: { key: 'NET' }, issuetype: { name: 'Incident' } };
  did('server', await jira.getServerInfo());
  did('myself', await jira.getCurrentUser());
  did('fields', await jira.listFields());
  const { key } = did('create', await jira.addNewIssue({ fields: { ...base, summary: 'made by jira-client', labels: ['theirs'] } }));
  const more = [];
  for (const number of [1, 2, 3]) more.push((await jira.addNewIssue({ fields: { ...base, summary: `more ${number}`, labels: ['theirs'] } })).key);
  did('update', await jira.updateIssue(key, { fields: { priority: { name: 'High' } } }));
  did('comment', await jira.addComment(key, 'Seen.'));
  const { comments } = did('comments', await jira.getComments(key));
  const { transitions } = did('transitions', await jira.listTransitions(key));
  did('transition', await jira.transitionIssue(key, { transition: { id: transitions[0].id } }));
  did('watch', await jira.addWatcher(key, 'asmith'));
  did('link types', await jira.listIssueLinkTypes());
  did('link', await jira.issueLink({ type: { name: 'Blocks' }, inwardIssue: { key }, outwardIssue: { key: more[0] } }));
  const issue = did('read', await jira.findIssue(key));
  const found = [];
  for (let startAt = 0; ; startAt += 2) {
    const page = await jira.searchJira('project = NET AND labels = theirs ORDER BY key', { startAt, maxResults: 2, fields: ['summary'] });
    found.push(...page.issues.map((one) => one.key));
    if (found.length >= page.total) break;
  }
  did('search over pages');
  const errors = {};
  await jira.findIssue('NET-99999').then(() => (errors.missing = 'no error'), (error) => (errors.missing = error.message));
  await jira.addNewIssue({ fields: base }).then(() => (errors.refused = 'no error'), (error) => (errors.refused = error.message));
  console.log(JSON.stringify({ done, found, created: [key, ...more], errors, comments: comments.length, priority: issue.fields.priority.name }));
}

main().catch((error) => {
  console.error(error.message);
  process.exitCode = 1;
});
