import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Json } from '../../../src/lib/ticket/json';
import { documentOfMarkdown } from '../../../src/lib/ticket/markdown-document';
import { wikiOfMarkdown } from '../../../src/lib/ticket/markdown-wiki';
import { faultsOf } from './atlassian-document';

const t = (text: string, ...marks: Json[]): Json => ({ type: 'text', text, ...(marks.length > 0 ? { marks } : {}) });
const p = (...content: Json[]): Json => ({ type: 'paragraph', content });
const strong = { type: 'strong' };
const em = { type: 'em' };
const link = (href: string): Json => ({ type: 'link', attrs: { href } });
const item = (...content: Json[]): Json => ({ type: 'listItem', content });

describe('Markdown', () => {
  const cases: Array<[what: string, markdown: string, content: Json[], wiki: string]> = [
    ['paragraphs', 'One\nline\n\nTwo', [p(t('One'), t(' '), t('line')), p(t('Two'))], 'One line\n\nTwo'],
    ['line breaks', 'a  \nb', [p(t('a'), { type: 'hardBreak' }, t('b'))], 'a\nb'],
    ['headings', '# A\n\n###### B', [{ type: 'heading', attrs: { level: 1 }, content: [t('A')] }, { type: 'heading', attrs: { level: 6 }, content: [t('B')] }], 'h1. A\n\nh6. B'],
    ['marks', '**a** *b* ~~c~~ `d`', [p(t('a', strong), t(' '), t('b', em), t(' '), t('c', { type: 'strike' }), t(' '), t('d', { type: 'code' }))], '*a* _b_ -c- {{d}}'],
    ['marks in marks', '***a***', [p(t('a', em, strong))], '_*a*_'],
    ['marks within words', 'un**bold**ed', [p(t('un'), t('bold', strong), t('ed'))], 'un{*}bold{*}ed'],
    ['code with a mark around it', '**`a`**', [p(t('a', { type: 'code' }))], '*{{a}}*'],
    ['bullets', '- a\n- b\n  - c', [{ type: 'bulletList', content: [item(p(t('a'))), item(p(t('b')), { type: 'bulletList', content: [item(p(t('c')))] })] }], '* a\n* b\n** c'],
    ['numbers', '3. a\n4. b', [{ type: 'orderedList', attrs: { order: 3 }, content: [item(p(t('a'))), item(p(t('b')))] }], '# a\n# b'],
    ['numbers in bullets', '- a\n  1. b', [{ type: 'bulletList', content: [item(p(t('a')), { type: 'orderedList', attrs: { order: 1 }, content: [item(p(t('b')))] })] }], '* a\n*# b'],
    ['a heading in a list', '- # a', [{ type: 'bulletList', content: [item(p(t('a')))] }], '* h1. a'],
    ['code', '```js\nlet a;\n```', [{ type: 'codeBlock', attrs: { language: 'js' }, content: [t('let a;')] }], '{code:js}\nlet a;\n{code}'],
    ['code without a language', '    a', [{ type: 'codeBlock', attrs: {}, content: [t('a')] }], '{code}\na\n{code}'],
    ['code that has {code}', '```\n{code}\n```', [{ type: 'codeBlock', attrs: {}, content: [t('{code}')] }], '{noformat}\n{code}\n{noformat}'],
    ['a quote', '> a\n>\n> b', [{ type: 'blockquote', content: [p(t('a')), p(t('b'))] }], '{quote}\na\n\nb\n{quote}'],
    ['a rule', 'a\n\n---', [p(t('a')), { type: 'rule' }], 'a\n\n----'],
    ['a link', '[a](https://x.y)', [p(t('a', link('https://x.y')))], '[a|https://x.y]'],
    ['an address', 'see https://x.y', [p(t('see '), t('https://x.y', link('https://x.y')))], 'see [https://x.y]'],
    ['a link to nowhere', '[a](relative)', [p(t('a'))], 'a'],
    ['a script for a link', '[a](javascript:alert(1))', [p(t('[a](javascript:alert(1))'))], '[a](javascript:alert(1))'],
    ['an image', '![a](https://x.y/z.png)', [p(t('a', link('https://x.y/z.png')))], '!https://x.y/z.png!'],
    ['a mention', 'Hi @[Ann](accountId:5b10)!', [p(t('Hi '), { type: 'mention', attrs: { id: '5b10', text: '@Ann' } }, t('!'))], 'Hi [~accountid:5b10]!'],
    ['a mention of nobody, for it cannot be decoded', 'Hi @[Ann](accountid:%FF)!', [p(t('Hi @'), t('Ann'), t('!'))], 'Hi @Ann!'],
    ['a mention as Jira writes it', '[~accountid:5b10]', [p({ type: 'mention', attrs: { id: '5b10' } })], '[~accountid:5b10]'],
    ['HTML', '<b>a</b>', [p(t('<b>a</b>'))], '<b>a</b>'],
    ['markup of Jira', '{code} !a! [~bob]', [p(t('{code} !a! [~bob]'))], '\\{code} \\!a! [~bob]'],
    ['text that would begin a list or a heading', 'a  \n\\* b  \nh1. c  \n\\- d', [p(t('a'), { type: 'hardBreak' }, t('* b'), { type: 'hardBreak' }, t('h1. c'), { type: 'hardBreak' }, t('- d'))], 'a\n\\* b\nh1&#46; c\n\\- d'],
    ['markup of Jira in code', '`[~bob] *a* {b}`', [p(t('[~bob] *a* {b}', { type: 'code' }))], '{{\\[~bob] \\*a* \\{b\\}}}'],
    ['backslashes before marks', '**C:\\temp\\\\** `C:\\`', [p(t('C:\\temp\\', strong), t(' '), t('C:\\', { type: 'code' }))], '*C:\\temp&#92;* {{C:&#92;}}'],
    [
      'a table',
      '| a | b |\n|---|---|\n| 1 | `x\\|y` |',
      [
        {
          type: 'table',
          content: [
            { type: 'tableRow', content: ['a', 'b'].map((text) => ({ type: 'tableHeader', attrs: {}, content: [p(t(text))] })) },
            { type: 'tableRow', content: [{ type: 'tableCell', attrs: {}, content: [p(t('1'))] }, { type: 'tableCell', attrs: {}, content: [p(t('x|y', { type: 'code' }))] }] },
          ],
        },
      ],
      '|| a || b ||\n| 1 | {{x\\|y}} |',
    ],
    ['nothing', '', [], ''],
  ];
  for (const [what, markdown, content, wiki] of cases) {
    it(`has ${what}`, () => {
      const document = documentOfMarkdown(markdown);
      assert.deepEqual(document, { type: 'doc', version: 1, content });
      assert.deepEqual(faultsOf(document), []);
      assert.equal(wikiOfMarkdown(markdown), wiki);
    });
  }

  it('is a document that Jira takes, whatever it is', () => {
    const pieces = ['a', 'b c', '\n', '\n\n', '# ', '- ', '  - ', '1. ', '> ', '```\n', '    ', '---\n', '| a | b |\n|---|---|\n', '| c |', '**', '*', '_', '~~', '`', '[a](http://x)', '![', '](', ')', '[~accountid:x]', '@[n](accountId:i)', '[n](accountId:%ff)', '<b>', '\\', '&amp;', '  \n'];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...pieces), { maxLength: 40 }), (parts) => {
        const markdown = parts.join('');
        assert.deepEqual(faultsOf(documentOfMarkdown(markdown)), [], markdown);
        assert.equal(typeof wikiOfMarkdown(markdown), 'string');
      }),
      { numRuns: 3_000 },
    );
    fc.assert(fc.property(fc.string(), (markdown) => assert.deepEqual(faultsOf(documentOfMarkdown(markdown)), [])), { numRuns: 1_000 });
  });

  it('that is nested too deep to be kept is plain text', () => {
    const deep = `${'> '.repeat(150)}at the end`;
    assert.match(JSON.stringify(documentOfMarkdown(deep)), /at the end/);
    assert.deepEqual(faultsOf(documentOfMarkdown(deep)), []);
    assert.match(wikiOfMarkdown(deep), /at the end/);
    assert.deepEqual(faultsOf(documentOfMarkdown(`${'- '.repeat(200)}x`)), []);
  });

  it('takes time in proportion to its length, also where it is hostile', () => {
    for (const piece of ['[', '*a ', '_a', '![', '[a](', '> ', '- ', '`', '<', '|a', '{a', '~~a ', '\\\\\\', '\\\\a', '\\*']) {
      const documents = documentOfMarkdown(piece.repeat(32_000 / piece.length));
      assert.deepEqual(faultsOf(documents).slice(0, 3), [], piece);
      assert.equal(typeof wikiOfMarkdown(piece.repeat(32_000 / piece.length)), 'string');
    }
  }).timeout(30_000);
});
