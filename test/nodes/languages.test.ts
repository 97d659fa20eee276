import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const ours = 'en-US';
const languages = ['de', 'fr', 'ja', 'nl', 'zh-CN'];
const catalogs = filesOf(ours, '.json');
const helps = filesOf(ours, '.html');

function filesOf(language: string, ending: string): string[] {
  return readdirSync(join('locales', language)).filter((name) => name.endsWith(ending)).toSorted();
}

function read(language: string, file: string): string {
  return readFileSync(join('locales', language, file), 'utf8');
}

/** Every text of a catalog by its key. */
function textsOf(language: string, file: string): Map<string, string> {
  const texts = new Map<string, string>();
  const visit = (value: unknown, path: string): void => {
    if (typeof value === 'string') texts.set(path, value);
    else for (const [key, part] of Object.entries(value as object)) visit(part, path === '' ? key : `${path}.${key}`);
  };
  visit(JSON.parse(read(language, file)), '');
  return texts;
}

/** What is put into a text. */
function placeholders(text: string): string[] {
  return (text.match(/__\w+__/g) ?? []).toSorted();
}

/** What a help text must not translate: its tags in their order, and what stands in code. */
function skeleton(html: string): string[] {
  return (html.match(/<code>.*?<\/code>|<[^>]+>/gs) ?? []).map((part) => part.replace(/\s+/g, ' '));
}

/** What a msg.action of a jira-log may be. */
const logActions = Array.from(/const actions = \[([^\]]*)\]/.exec(readFileSync(join('src', 'nodes', 'jira-log', 'jira-log.ts'), 'utf8'))?.[1]?.matchAll(/'(\w+)'/g) ?? [], ([, action]) => action ?? '');

describe('The languages', () => {
  it('are those that the package promises', () => {
    assert.deepEqual(readdirSync('locales').toSorted(), [...languages, ours].toSorted());
  });

  for (const language of [ours, ...languages]) {
    it(`${language} tells each action of a jira-log, and each that the filter narrows`, () => {
      const narrowed = logActions.filter((action) => !['clear', 'prune'].includes(action));
      assert.ok(narrowed.length > 4);
      const hint = textsOf(language, 'jira-log.json').get('jira-log.hint.actions') ?? '';
      const [all, filtered] = [hint.slice(0, hint.indexOf('msg.filter')), hint.slice(hint.indexOf('msg.filter'))];
      assert.deepEqual(logActions.filter((action) => !all.includes(action)), []);
      assert.deepEqual(logActions.filter((action) => filtered.includes(action)), narrowed);
      assert.deepEqual(logActions.filter((action) => !read(language, 'jira-log.html').includes(`<code>${action}</code>`)), []);
    });
  }

  for (const language of languages) {
    it(`${language} has every catalog and every help text`, () => {
      assert.deepEqual([filesOf(language, '.json'), filesOf(language, '.html')], [catalogs, helps]);
    });

    for (const file of catalogs) {
      it(`${language}/${file} has the same keys, with the same to be put in`, () => {
        const [known, translated] = [textsOf(ours, file), textsOf(language, file)];
        assert.deepEqual([...translated.keys()], [...known.keys()]);
        for (const [key, text] of known) assert.deepEqual(placeholders(translated.get(key) ?? ''), placeholders(text), key);
        assert.deepEqual([...translated].filter(([, text]) => text.trim() === ''), []);
      });
    }

    for (const file of helps) {
      it(`${language}/${file} has the same parts and the same names`, () => {
        const [known, translated] = [skeleton(read(ours, file)), skeleton(read(language, file))];
        assert.deepEqual(translated.toSorted(), known.toSorted());
        assert.deepEqual(translated.filter((part) => /^<(h3|dl|ul|ol|table|\/h3|dt)/.test(part)), known.filter((part) => /^<(h3|dl|ul|ol|table|\/h3|dt)/.test(part)));
      });
    }
  }
});
