'use strict';

const path = require('node:path');
const { root } = require('./lib/run');

/** The settle table as it stands in docs/reliability.md: its rules in their order, the first that matches decides. */
function settleTableMarkdown(settleTable) {
  const rows = settleTable.map(({ when, create, update, read, down }) => [when, create, update, read, down === 'writes' ? 'but for a read' : down ? 'yes' : '']);
  return [['Jira answers', 'a create', 'an update', 'a read', 'outage?'], Array(5).fill('---'), ...rows].map(line).join('\n');
}

function line(cells) {
  return `| ${cells.join(' | ')} |`;
}

module.exports = { settleTableMarkdown };

if (require.main === module) {
  const { settleTable } = require(path.join(root, 'dist', 'lib', 'delivery', 'settle.js'));
  console.log(settleTableMarkdown(settleTable));
}
