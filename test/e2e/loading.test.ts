import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { describeOnEachPair } from './harness/pairs';
import type { NodeRed } from './harness/node-red';
import { startNodeRed } from './harness/node-red';
import { until } from './harness/until';
import { createUserDirectory, removeUserDirectory } from './harness/user-directory';

const name = 'node-red-contrib-jira-tickets';
const types = ['jira-advanced', 'jira-config', 'jira-create', 'jira-log', 'jira-stats'];

interface NodeSet {
  module: string;
  types: string[];
  enabled: boolean;
  err?: unknown;
}

describeOnEachPair('The installed package', (pair) => {
  let userDir: string;
  let nodeRed: NodeRed;

  before(async () => {
    userDir = await createUserDirectory();
    nodeRed = await startNodeRed(pair, userDir);
  });

  after(async () => {
    await nodeRed?.stop();
    await removeUserDirectory(userDir);
  });

  it('loads its five nodes without an error', async () => {
    const sets = (await nodeRed.get<NodeSet[]>('nodes')).filter((set) => set.module === name);
    assert.deepEqual(sets.flatMap((set) => set.types).toSorted(), types);
    for (const { types: [type], enabled, err } of sets) assert.deepEqual({ type, enabled, err }, { type, enabled: true, err: undefined });
    assert.deepEqual(nodeRed.errors, []);
  });

  it('gives the editor a dialog and texts for each node', async () => {
    const html = await (await fetch(`${nodeRed.url}/nodes`, { headers: { accept: 'text/html' } })).text();
    for (const type of types) {
      assert.match(html, new RegExp(`RED\\.nodes\\.registerType\\("${type}", \\{`));
      assert.match(html, new RegExp(`data-template-name="${type}"`));
      assert.match(html, new RegExp(`data-help-name="${type}"`));
      const texts = await nodeRed.get<Record<string, object>>(`locales/${name}/${type}?lng=en-US`);
      assert.ok(Object.keys(texts[type] ?? {}).length > 0, `${type} has no texts`);
    }
  });

  it('gives the editor a sidebar, with texts of its own', async () => {
    const plugins = (await nodeRed.get<Array<{ id: string; module: string; enabled: boolean; err?: unknown }>>('plugins')).filter((plugin) => plugin.module === name);
    assert.deepEqual(plugins.map(({ id, enabled, err }) => ({ id, enabled, err })), [{ id: `${name}/jira-sidebar`, enabled: true, err: undefined }]);
    const html = await (await fetch(`${nodeRed.url}/plugins`, { headers: { accept: 'text/html' } })).text();
    assert.match(html, /RED\.plugins\.registerPlugin\("jira-sidebar", \{/);
    const texts = await nodeRed.get<Record<string, Record<string, object>>>('plugins/messages?lng=en-US');
    assert.ok(Object.keys(texts[`${name}/jira-sidebar`]?.['jira-sidebar'] ?? {}).length > 0);
    assert.deepEqual(await nodeRed.get('jira-tickets/connections'), { connections: [] });
  });

  it('gives the editor its icons and examples', async () => {
    const icons = await nodeRed.get<Record<string, string[]>>('icons');
    assert.deepEqual(icons[name]?.toSorted(), ['jira-advanced.svg', 'jira-create.svg', 'jira-log.svg', 'jira-stats.svg']);
    const examples = await nodeRed.get<Array<{ fn: string }>>(`library/examples/flows/${name}`);
    assert.deepEqual(examples.map(({ fn }) => `${fn}.json`).toSorted(), readdirSync('examples').toSorted());
  });

  it('warns of nothing where a connection is left to the default context store', async () => {
    const from = nodeRed.log.length;
    for (const contextStore of ['', 'default']) {
      await nodeRed.deploy([{ id: `store${contextStore}`, type: 'jira-config', sandbox: true, contextStore }]);
      await until('the connection is in the global context', async () => (await nodeRed.get<{ msg?: string }>(`context/global/jira_store${contextStore}`)).msg);
    }
    assert.deepEqual(nodeRed.log.slice(from).split('\n').filter((line) => line.includes('[warn]')), []);
  });
});
