import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const nodes = ['jira-config', 'jira-create', 'jira-advanced', 'jira-log', 'jira-stats'];

function read(...path: string[]): string {
  return readFileSync(join(...path), 'utf8');
}

function keysOf(value: unknown, path = ''): string[] {
  if (typeof value === 'string') return [path];
  return Object.entries(value as object).flatMap(([key, part]) => keysOf(part, path === '' ? key : `${path}.${key}`));
}

function catalog(language: string, node: string): string[] {
  return keysOf(JSON.parse(read('locales', language, `${node}.json`)));
}

/** The keys that a dialog's template names: `data-i18n="a.b"`, `data-i18n="[placeholder]a.b"`. */
function keysOfTemplate(html: string): string[] {
  return Array.from(html.matchAll(/data-i18n="(?:\[[\w-]+\])?([\w.-]+)"/g), ([, key]) => key ?? '');
}

/** The whole keys that a script names: `_('a.b')`, also with a namespace before them. */
function keysOfScript(script: string): string[] {
  return Array.from(script.matchAll(/_\(\s*'(?:[\w/-]+:)?(jira-[\w.-]+)'/g), ([, key]) => key ?? '');
}

function scriptsOf(folder: string): string[] {
  return readdirSync(folder).filter((name) => name.endsWith('.ts')).map((name) => read(folder, name));
}

describe('The language catalogs', () => {
  for (const node of nodes) {
    it(`have every text of the ${node} dialog`, () => {
      const folder = join('src', 'nodes', node);
      const wanted = [...keysOfTemplate(read(folder, `${node}.html`)), ...scriptsOf(folder).flatMap(keysOfScript)];
      assert.ok(wanted.length > 0);
      const known = new Set([...catalog('en-US', node), ...catalog('en-US', 'jira-config')]);
      assert.deepEqual(wanted.filter((key) => !known.has(key)), []);
    });

    it(`have a help text of ${node} that names it`, () => {
      assert.match(read('locales', 'en-US', `${node}.html`), new RegExp(`data-help-name="${node}"`));
    });

    it(`leave no visible text in the ${node} template itself`, () => {
      const texts = read('src', 'nodes', node, `${node}.html`).replace(/<pre[\s\S]*?<\/pre>/g, '').replace(/<[^>]*>/g, '').trim();
      assert.equal(texts, '');
    });
  }

  it('have every text of the sidebar', () => {
    const scripts = scriptsOf(join('src', 'nodes', 'jira-sidebar'));
    const columns = Array.from(scripts.join('\n').matchAll(/(?:plain|time|word)\('(\w+)'|\bname: '(\w+)', line/g), ([, one, other]) => `jira-sidebar.column.${one ?? other}`);
    assert.ok(columns.length > 15);
    const known = new Set(catalog('en-US', 'jira-sidebar'));
    assert.deepEqual([...scripts.flatMap(keysOfScript), ...columns].filter((key) => !known.has(key)), []);
  });

  it('have the texts that dialogs and statuses share', () => {
    const shared = ['editor', 'shared'].flatMap((folder) => scriptsOf(join('src', 'nodes', folder)));
    const statuses = Array.from(read('src', 'nodes', 'shared', 'connection-status.ts').matchAll(/text\('(\w+)'/g), ([, key]) => `jira-config.status.${key}`);
    assert.ok(statuses.length > 3);
    const known = new Set(catalog('en-US', 'jira-config'));
    assert.deepEqual([...shared.flatMap(keysOfScript), ...statuses].filter((key) => !known.has(key)), []);
  });

  it('have a name for each field that the ticket table suggests', () => {
    const [, list] = /const fixedFields = \[([^\]]*)\]/.exec(read('src', 'nodes', 'jira-create', 'editor-rows.ts')) ?? [];
    const fields = Array.from(list?.matchAll(/'(\w+)'/g) ?? [], ([, field]) => `jira-create.field.${field}`);
    assert.ok(fields.length > 10);
    const known = new Set(catalog('en-US', 'jira-create'));
    assert.deepEqual(fields.filter((key) => !known.has(key)), []);
  });
});

describe('The icons', () => {
  it('are there for every node that has one', () => {
    for (const node of nodes) {
      const [, icon] = /icon: '([^']+)'/.exec(read('src', 'nodes', node, 'editor.ts')) ?? [];
      if (icon !== undefined) assert.ok(existsSync(join('icons', icon)), icon);
    }
  });
});
