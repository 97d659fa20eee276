// Drives a Jira as jira.js does (Cloud, API v3): every answer is checked against its schemas. Prints what it did as JSON.
//   node jira-js.mjs <url>
import { createCloudClient } from 'jira.js';

const [, , host] = process.argv;
const jira = createCloudClient({ host, auth: { type: 'basic', email: 'ann@example.com', apiToken: 'token' }, onSchemaMismatch: 'throw' });
const done = [];
const did = (what, result) => {
  done.push(what);
  return result;
};
const text = (words) => ({ type: 'doc', version: 1, content: [{ type: 'paragraph', content: [{ type: 'text', text: words }] }] });
const base = { project: { key: 'NET' }, issuetype: { name: 'Incident' } };

did('server', await jira.serverInfo.getServerInfo());
did('myself', await jira.myself.getCurrentUser());
did('types', await jira.issues.getCreateIssueMetaIssueTypes({ projectIdOrKey: 'NET' }));
const first = did('create', await jira.issues.createIssue({ fields: { ...base, summary: 'made by jira.js', description: text('Hello'), labels: ['theirs'] } }));
const bulk = did('bulk', await jira.issues.createIssues({ issueUpdates: [1, 2, 3].map((number) => ({ fields: { ...base, summary: `bulk ${number}`, labels: ['theirs'] } })) }));
did('read', await jira.issues.getIssue({ issueIdOrKey: first.key }));
did('update', await jira.issues.editIssue({ issueIdOrKey: first.key, fields: { priority: { name: 'High' } } }));
did('comment', await jira.issueComments.addComment({ issueIdOrKey: first.key, body: text('Seen.') }));
did('comments', await jira.issueComments.getComments({ issueIdOrKey: first.key }));
const { transitions } = did('transitions', await jira.issues.getTransitions({ issueIdOrKey: first.key }));
did('transition', await jira.issues.doTransition({ issueIdOrKey: first.key, transition: { id: transitions[0].id } }));
did('watch', await jira.issueWatchers.addWatcher({ issueIdOrKey: first.key, body: (await jira.myself.getCurrentUser()).accountId }));
did('link types', await jira.issueLinkTypes.getIssueLinkTypes());
did('link', await jira.issueLinks.linkIssues({ type: { name: 'Blocks' }, inwardIssue: { key: first.key }, outwardIssue: { key: bulk.issues[0].key } }));
did('attach', await jira.issueAttachments.addAttachment({ issueIdOrKey: first.key, attachments: { filename: 'log.txt', content: Buffer.from('link down') } }));

const found = [];
let page;
do {
  page = await jira.issueSearch.searchAndReconsileIssuesUsingJql({ jql: 'project = NET AND labels = theirs ORDER BY key', maxResults: 2, fields: ['summary'], ...(page?.nextPageToken ? { nextPageToken: page.nextPageToken } : {}) });
  found.push(...page.issues.map(({ key }) => key));
} while (page.nextPageToken);
did('search over pages');

const errors = {};
for (const [name, ask] of Object.entries({
  missing: () => jira.issues.getIssue({ issueIdOrKey: 'NET-99999' }),
  refused: () => jira.issues.createIssue({ fields: { ...base } }),
})) {
  await ask().then(() => (errors[name] = 'no error'), (error) => (errors[name] = `${error.name} ${error.status}`));
}
console.log(JSON.stringify({ done, found, created: [first.key, ...bulk.issues.map(({ key }) => key)], errors }));
