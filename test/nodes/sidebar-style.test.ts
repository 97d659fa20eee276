import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

describe('the style of the sidebar', () => {
  const style = readFileSync(join('src', 'nodes', 'jira-sidebar', 'editor-style.ts'), 'utf8');

  it('has no colour of its own, so that it follows the editor\'s themes', () => {
    const values = Array.from(style.matchAll(/(?:color|background|border(?:-\w+)*|fill|stroke|outline|box-shadow):\s*([^;}]+)/g), ([, value]) => value ?? '');
    assert.ok(values.length > 30);
    const own = values.filter((value) => /#[0-9a-f]{3}|rgb|hsl|\b(?:black|white|red|green|blue|gr[ae]y|yellow|orange)\b/i.test(value.replace(/var\([^)]*\)/g, '')));
    assert.deepEqual(own, []);
  });
});
