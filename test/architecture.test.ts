import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix, relative, sep } from 'node:path';

/** What each part of src/lib may import besides itself. */
const arrows: Record<string, readonly string[]> = {
  ticket: [],
  jira: ['ticket'],
  records: ['ticket'],
  delivery: ['records', 'ticket', 'jira'],
  sandbox: ['ticket', 'jira'],
};

/** Packages that one file knows, and no other. */
const oneFile: Record<string, string> = {
  axios: 'src/lib/jira/client.ts',
  bottleneck: 'src/lib/delivery/limiter.ts',
  'markdown-it': 'src/lib/ticket/markdown.ts',
};

interface Import {
  file: string;
  /** A package's name, or a path from the checkout's top. */
  target: string;
}

const imports = sources('src').flatMap(importsOf);

describe('the sources', () => {
  it('are found', () => {
    assert.ok(imports.some(({ file, target }) => file.startsWith('src/nodes/') && target.startsWith('src/lib/ticket/')));
  });

  it('of src/lib know nothing of Node-RED', () => {
    const guilty = imports.filter(({ file, target }) => file.startsWith('src/lib/') && (/^(@types\/)?(@node-red\/|node-red)/.test(target) || target.startsWith('src/nodes/')));
    assert.deepEqual(guilty, []);
  });

  it('of src/lib import along the arrows only', () => {
    const guilty = imports.filter(({ file, target }) => {
      const [from, to] = [partOf(file), partOf(target)];
      return from !== undefined && to !== undefined && from !== to && !arrows[from]?.includes(to);
    });
    assert.deepEqual(guilty, []);
  });

  it('of every part of src/lib have their arrows listed', () => {
    const parts = readdirSync('src/lib');
    assert.deepEqual(parts.toSorted(), Object.keys(arrows).toSorted());
  });

  for (const [name, home] of Object.entries(oneFile)) {
    it(`import ${name} in one file`, () => {
      const files = new Set(imports.filter(({ target }) => target === name || target.startsWith(`${name}/`)).map(({ file }) => file));
      assert.deepEqual([...files], [home]);
    });
  }

  it('of the edit dialogs import no runtime dependency and nothing but src/lib/ticket of the library', () => {
    const guilty = imports.filter(({ file, target }) => isDialog(file) && !isDialog(target) && !target.startsWith('src/lib/ticket/'));
    assert.deepEqual(guilty, []);
  });
});

function sources(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.d.ts'))
    .map((name) => join(folder, name).split(sep).join('/'));
}

function importsOf(file: string): Import[] {
  const statement = /(?:\bfrom|\bimport|\brequire\(|\bimport\()\s*['"]([^'"]+)['"]/g;
  return [...readFileSync(file, 'utf8').matchAll(statement)].map(([, name = '']) => ({ file, target: targetOf(file, name) }));
}

function targetOf(file: string, name: string): string {
  return name.startsWith('.') ? posix.normalize(relative('.', join(dirname(file), name)).split(sep).join('/')) : name;
}

function partOf(path: string): string | undefined {
  return /^src\/lib\/([^/]+)\//.exec(path)?.[1];
}

function isDialog(path: string): boolean {
  return /^src\/nodes\/(editor\/|editor-globals|[^/]+\/editor)/.test(path);
}
