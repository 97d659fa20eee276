import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { TextFormat } from '../../../src/lib/ticket/command';
import type { Dialect, FieldSchema } from '../../../src/lib/ticket/field-schema';
import type { Json } from '../../../src/lib/ticket/json';
import { readValue } from '../../../src/lib/ticket/values';
import { literalWiki, wikiOfPlainText } from '../../../src/lib/ticket/wiki-text';

describe('plain text in wiki markup', () => {
  const same = [
    'Link down on port 7', 'C:\\new\\temp', '\\\\srv\\share', 'eth0/1 is down, 5 > 3 & 2 < 4', 'a_b_c', 'foo-bar-baz', 'GigabitEthernet0/1 (up)', 'a|b inside a line', 'a - b - c',
    'It is -5 to -3 degrees', '5*3*2', 'Hello World! Yes!', '{"a":1}', '{0} of {1}', '[INFO] array[2] [x y]', 'https://x/y_z?a=b', 'https://x/_a_/*b*/[c', '2 ** 3', 'a ~ b', 'C++ and c++',
    'ratio 3:5', 'f(x) = 2', 'a\nb\n\nc', 'h1 is a heading', '-5', '#7', '*', '??', 'user@example.com', 'C:\\new\\', '\\\\srv\\share\\x y', 'a\\\\\\b', '\\',
  ];
  for (const text of same) it(`is left as it is: ${JSON.stringify(text)}`, () => assert.equal(wikiOfPlainText(text), text));

  const cases: Array<[plain: string, wiki: string]> = [
    ['[~admin]', '\\[~admin]'],
    ['see [~admin] and [~bob]', 'see \\[~admin] and \\[~bob]'],
    ['[text|http://x]', '\\[text|http://x]'],
    ['[^file.txt]', '\\[^file.txt]'],
    ['[mailto:a@b.c]', '\\[mailto:a@b.c]'],
    ['{code}x{code}', '\\{code}x\\{code}'],
    ['{color:red}', '\\{color:red}'],
    ['{{mono}}', '\\{\\{mono}}'],
    ['!url!', '\\!url!'],
    ['!http://x/y.png!', '\\!http://x/y.png!'],
    ['*bold* _it_ -del- +ins+ ^up^ ~down~ ??cite??', '\\*bold* \\_it_ \\-del- \\+ins+ \\^up^ \\~down~ \\??cite??'],
    ['(*bold*)', '(\\*bold*)'],
    ['h1. Title', 'h1&#46; Title'],
    ['bq. Quote', 'bq&#46; Quote'],
    ['* item\n** item', '\\* item\n\\*\\* item'],
    ['- item\n# item', '\\- item\n\\# item'],
    ['----', '\\----'],
    ['| a | b |', '\\| a | b |'],
    ['||head||', '\\||head||'],
    ['x -- y --- z', 'x \\-- y \\--- z'],
    [':) ;) :(', ':&#41; ;&#41; :&#40;'],
    ['(x) (!) (on)', '&#40;x) &#40;!) &#40;on)'],
    ['\\[~escaped]', '&#92;\\[~escaped]'],
    ['C:\\_old\\*.log', 'C:&#92;_old&#92;*.log'],
    ['C:\\(x86)\\{a}', 'C:&#92;(x86)&#92;\\{a}'],
    ['\\\\*', '&#92;&#92;*'],
    ['\\\\srv', '&#92;&#92;srv'],
    ['a\\\\b \\\\srv\\share', 'a&#92;&#92;b \\\\srv\\share'],
    ['\\\\srv\\_x', '&#92;&#92;srv&#92;_x'],
    ['^\\d+\\.\\[(a|b)\\]$', '^\\d+\\.&#92;\\[(a|b)&#92;]$'],
    ['line\\\\\nnext', 'line&#92;&#92;\nnext'],
    ['&#91; &lt;', '&amp;#91; &amp;lt;'],
  ];
  for (const [plain, wiki] of cases) it(`means itself: ${JSON.stringify(plain)}`, () => assert.equal(wikiOfPlainText(plain), wiki));

  it('loses nothing: without what was put in, it is the text', () => {
    const pieces = ['a', 'word', ' ', '\n', '*', '_', '-', '{', '}', '[', ']', '!', '|', '(x)', ':)', 'h1. ', 'http://x/y', '~', '^', '#', '?', '&#9;', '1', '\\', '\\\\', ')', '@'];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...pieces)), (parts) => {
        const text = parts.join('');
        const back = wikiOfPlainText(text)
          .replaceAll(/\\(?=[*_+^~?{[!|#-])/g, '')
          .replaceAll('&#92;', '\\')
          .replaceAll('&#46;', '.')
          .replaceAll('&#41;', ')')
          .replaceAll('&#40;', '(')
          .replaceAll('&amp;', '&');
        assert.equal(back, text);
      }),
      { numRuns: 2_000 },
    );
  });

  it('has a link wherever the notation has one', () => {
    const link = /(?<!\\)\[(?=[~^#$][^\n\]]+\]|[^\n\]]*(?:\||:\/\/|mailto:)[^\n]*\])/g;
    const pieces = ['[', '[', ']', '|', ':', '/', '://', 'mailto:', '#', '$', '\n', ' ', 'a'];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...pieces)), (parts) => {
        const text = parts.join('');
        assert.equal(literalWiki(text), text.replaceAll(link, '\\['));
      }),
      { numRuns: 5_000 },
    );
  });

  it('is markup however far its end is', () => {
    const far = 'y'.repeat(2_000);
    assert.equal(wikiOfPlainText(`[x|http://${far}] *${far}* {${far}} !${far}!`), `\\[x|http://${far}] \\*${far}* \\{${far}} \\!${far}!`);
  });

  // With a look ahead from every bracket this takes a minute.
  it('takes no longer where nothing but links begin', () => assert.equal(wikiOfPlainText('[|'.repeat(50_000)), '[|'.repeat(50_000)));
});

describe('rich text', () => {
  const dialects: Record<string, Dialect> = {
    server: { users: 'name', text: 'string', timezone: 'UTC' },
    v3: { users: 'accountId', text: 'document', timezone: 'UTC' },
  };
  const description: FieldSchema = { id: 'description', name: 'Description', type: 'string' };
  const textArea: FieldSchema = { id: 'customfield_1', name: 'Notes', type: 'string', custom: 'com.atlassian.jira.plugin.system.customfieldtypes:textarea' };
  const read = (text: string, field: FieldSchema, dialect: Dialect | undefined, textFormat?: TextFormat): { json: Json; warnings: string[] } => {
    const reading = { field, dialect: { ...(dialect as Dialect), ...(textFormat ? { textFormat } : {}) }, warnings: [], overflow: '' };
    return { json: readValue(text, reading), warnings: reading.warnings };
  };

  it('is literal where it is plain, in a description', () => {
    assert.equal(read('[~admin] *x*', description, dialects['server']).json, '\\[~admin] \\*x*');
    assert.deepEqual(read('[~admin] *x*', description, dialects['v3']).json, { type: 'doc', version: 1, content: [{ type: 'paragraph', content: [{ type: 'text', text: '[~admin] *x*' }] }] });
  });

  it('is left alone in a text area, which mostly shows what it is given', () => {
    assert.equal(read('[~admin] *x*', textArea, dialects['server']).json, '[~admin] *x*');
  });

  it('is what the node says: Markdown, or as Jira takes it', () => {
    assert.equal(read('**x**', description, dialects['server'], 'markdown').json, '*x*');
    assert.equal(read('**x**', textArea, dialects['server'], 'markdown').json, '*x*');
    assert.match(JSON.stringify(read('**x**', description, dialects['v3'], 'markdown').json), /"marks":\[\{"type":"strong"\}\]/);
    assert.equal(read('*x* {code}', description, dialects['server'], 'wiki').json, '*x* {code}');
  });

  it('is cut where markup makes it longer than Jira takes, and says so', () => {
    const { json, warnings } = read('[~a] '.repeat(6_500), description, dialects['server']);
    assert.ok(String(json).length <= 32_767 && String(json).length > 30_000, String(String(json).length));
    assert.match(warnings.join(), /cut after \d+ characters/);
  });
});
