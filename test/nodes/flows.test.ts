import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

interface FlowNode {
  id: string;
  type: string;
  name?: string;
  [property: string]: unknown;
}

const own = new Set(['jira-config', 'jira-create', 'jira-advanced', 'jira-log', 'jira-stats']);
const core = new Set(['tab', 'comment', 'inject', 'debug', 'catch', 'status', 'function', 'change', 'template', 'trigger', 'link in', 'link out']);

const examples = readdirSync('examples').map((name) => join('examples', name));
const demo = join('scripts', 'demo', 'flows.json');

function flow(path: string): FlowNode[] {
  return JSON.parse(readFileSync(path, 'utf8')) as FlowNode[];
}

function ids(value: unknown): string[] {
  return [value].flat(2).filter((id): id is string => typeof id === 'string' && id !== '');
}

describe('The flows that come with the package', () => {
  for (const path of [...examples, demo]) {
    it(`hold together: ${path}`, () => {
      const nodes = flow(path);
      const known = new Set(nodes.map(({ id }) => id));
      assert.equal(known.size, nodes.length, 'an id is there twice');
      for (const { id, name, z, wires, links, scope, server, ticket, group, page, ui, theme } of nodes) {
        assert.match(id, /^[0-9a-f]{16}$/);
        for (const other of ids([z, wires, links, scope, server, ticket, group, page, ui, theme])) {
          assert.ok(known.has(other), `${name ?? id} points to ${other}, which is not there`);
        }
      }
    });

    it(`need no Jira: ${path}`, () => {
      const connections = flow(path).filter(({ type }) => type === 'jira-config');
      assert.equal(connections.length, 1);
      assert.equal(connections[0]?.['sandbox'], true);
    });
  }

  it('can be imported together', () => {
    const all = examples.flatMap((path) => flow(path).map(({ id }) => id));
    assert.equal(new Set(all).size, all.length);
  });

  for (const path of examples) {
    it(`start nothing by themselves: ${path}`, () => {
      for (const { name, once, repeat } of flow(path).filter(({ type }) => type === 'inject')) {
        assert.ok(name);
        assert.deepEqual({ once, repeat }, { once: false, repeat: '' });
      }
    });

    it(`need only Node-RED's own nodes, or say so in their name: ${path}`, () => {
      const others = flow(path).map(({ type }) => type).filter((type) => !core.has(type) && !own.has(type));
      if (path.includes('dashboard')) assert.ok(others.every((type) => type.startsWith('ui-')));
      else assert.deepEqual(others, []);
    });
  }

  it('have an example for each node', () => {
    const used = new Set(examples.flatMap((path) => flow(path).map(({ type }) => type)));
    for (const type of own) assert.ok(used.has(type), type);
  });
});
