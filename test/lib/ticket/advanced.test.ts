import assert from 'node:assert/strict';
import { runInNewContext } from 'node:vm';
import { command, commands, fieldsOf, guid, nil, other, refusal, refusals } from './advanced-results';

describe('the advanced string', () => {
  it('is an id, an action and fields', () => {
    const read = command(`${guid}|CREATE|summary;Link down|priority;High|`);
    assert.deepEqual({ ...read, fields: { ...read.fields } }, { guid, action: 'CREATE', fields: { summary: 'Link down', priority: 'High' } });
    assert.equal(Object.getPrototypeOf(read.fields), null);
    assert.deepEqual(Object.keys(read.fields), ['summary', 'priority']);
  });

  it('may come as a UTF-8 Buffer, with or without a byte order mark', () => {
    const text = `${guid}|CREATE|summary;Störung 障害 😀|`;
    assert.equal(fieldsOf(Buffer.from(text))['summary'], 'Störung 障害 😀');
    assert.equal(fieldsOf(Buffer.from(`\ufeff${text}`))['summary'], 'Störung 障害 😀');
    assert.equal(fieldsOf(new Uint8Array(Buffer.from(text)))['summary'], 'Störung 障害 😀');
  });

  it('may come as the Uint8Array of another realm, such as a function node', () => {
    const bytes: unknown = runInNewContext('Uint8Array.from(bytes)', { bytes: [...Buffer.from(`${guid}|CREATE|summary;x|`)] });
    assert.equal(fieldsOf(bytes)['summary'], 'x');
  });
});

describe('the frame of an advanced string', () => {
  const plain = `${guid}|CREATE|summary;x|priority;High|`;
  const forgiven: Array<[what: string, input: string]> = [
    ['a byte order mark', `\ufeff${plain}`],
    ['blanks around it', `  \t${plain} \u00a0`],
    ['line ends around it', `\r\n\n${plain}\r\n\r`],
    ['a missing last pipe', plain.slice(0, -1)],
    ['a missing last pipe before blanks and line ends', `${plain.slice(0, -1)} \t\r\n`],
    ['empty segments at the start', `||${plain}`],
    ['empty segments before the action', `${guid}||  |CREATE|summary;x|priority;High|`],
    ['empty segments between fields', `${guid}|CREATE||summary;x| |priority;High||`],
    ['a line of pipes before it', `||\n${plain}`],
    ['blanks around id and action', ` ${guid} | create |summary;x|priority;High|`],
    ['line breaks between segments', `${guid}|CREATE|\n  summary;x|\r\n  priority;High|\n`],
    ['a GUID in capitals', plain.replace(guid, guid.toUpperCase())],
    ['a GUID in braces', plain.replace(guid, `{${guid}}`)],
    ['an action in any case', plain.replace('CREATE', 'cReAtE')],
  ];
  for (const [what, input] of forgiven) {
    it(`forgives ${what}`, () => {
      const read = command(input);
      assert.deepEqual([read.guid, read.action, { ...read.fields }], [guid, 'CREATE', { summary: 'x', priority: 'High' }]);
    });
  }

  const rejected: Array<[what: string, input: string, message: RegExp, known: [guid: string, action: string]]> = [
    ['no text', '', /^The command is empty; expected <GUID>\|CREATE or UPDATE\|field;value/, ['', '']],
    ['blanks alone', ' \r\n\ufeff', /^The command is empty/, ['', '']],
    ['pipes alone', '||\n|', /^The command is empty/, ['', '']],
    ['no field', `${guid}|CREATE|`, /^Line 1, column 45: the command has no field; expected at least one field;value/, [guid, 'CREATE']],
    ['no field but empty segments', `${guid}|UPDATE|| |`, /the command has no field/, [guid, 'UPDATE']],
    ['no action', `${guid}|`, /^Line 1, column 38: the action is missing after the id; expected CREATE or UPDATE\.$/, [guid, '']],
    ['a field in place of the action', `${guid}|summary;x|`, /^Line 1, column 38: "summary;x" is no action; expected CREATE or UPDATE/, [guid, '']],
    ['an unknown action', `${guid}|DELETE|summary;x|`, /^Line 1, column 38: "DELETE" is no action; expected CREATE or UPDATE/, [guid, '']],
    ['an unknown action with blanks around it', `${guid}| DELETE |summary;x|`, /column 39: "DELETE" is no action; expected/, [guid, '']],
    ['a word that begins with an action', `${guid}|UPDATED|summary;x|`, /"UPDATED" is no action/, [guid, '']],
    ['an action that is not ASCII', `${guid}|UPDATΕ|summary;x|`, /"UPDATΕ" is no action, for it has letters other than A to Z; expected CREATE or UPDATE after the id\.$/, [guid, '']],
    ['an action of which some letters are not ASCII', `${guid}|ΕDIT|summary;x|`, /"ΕDIT" is no action, for it has letters other than A to Z; expected/, [guid, '']],
    ['an action in full-width letters', `${guid}|ＣＲＥＡＴＥ|summary;x|`, /"ＣＲＥＡＴＥ" is no action/, [guid, '']],
    ['an action with an accent', `${guid}|UPDATE\u0301|summary;x|`, /is no action/, [guid, '']],
    ['a dotless or long letter in the action', `${guid}|ſUPDATE|summary;x|`, /is no action/, [guid, '']],
    ['no id', '|CREATE|summary;x|', /^Line 1, column 2: the id is missing before "CREATE"; expected a GUID/, ['', '']],
    ['no id and no pipe for it', 'CREATE|summary;x|', /^Line 1, column 1: the id is missing before "CREATE"/, ['', '']],
    ['free text', 'hello there', /^Line 1, column 1: "hello there" cannot be the id of a command/, ['', '']],
    ['an id that is no GUID', 'alarm-x|CREATE|summary;x|', /"alarm-x" cannot be the id of a command; expected a GUID \(8-4-4-4-12 hexadecimal digits, not all 0\)\.$/, ['', 'CREATE']],
    ['the nil GUID', `${nil}|UPDATE|summary;x|`, /cannot be the id of a command; expected a GUID .*not all 0\), or for an UPDATE the key of a ticket such as NET-12\.$/, ['', 'UPDATE']],
    ['an issue key for a CREATE', 'NET-12|CREATE|summary;x|', /"NET-12" cannot be the id/, ['', 'CREATE']],
    ['a second command within the line', `${guid}|CREATE|summary;x|${other}|UPDATE|summary;y|`, /^Line 1, column 55: "7c9e6679-7425-40de-944b-e07fc1f90ae7" begins a second command within the line; expected each command on a line of its own/, [guid, 'CREATE']],
    ['a second command in braces, behind empty segments', `${guid}|CREATE|summary;x||{${other}}||update|a;b`, /begins a second command within the line/, [guid, 'CREATE']],
    ['a second GUID', `${guid}|CREATE|summary;x|${other}|a;b|`, /is no field; expected field;value/, [guid, 'CREATE']],
    ['a second action', `${guid}|CREATE|UPDATE|a;b|`, /^Line 1, column 45: "UPDATE" is no field; expected field;value/, [guid, 'CREATE']],
    ['a GUID at the end', `${guid}|CREATE|a;b|${other}`, /is no field/, [guid, 'CREATE']],
    ['a field without a value', `${guid}|CREATE|summary;x|  priority |`, /^Line 1, column 57: "priority" is no field; expected field;value, with an empty value as field; and a \| in a value as \\\|\.$/, [guid, 'CREATE']],
  ];
  for (const [what, input, message, known] of rejected) {
    it(`rejects ${what}`, () => {
      const found = refusal(input);
      assert.equal(found.code, 'INVALID_COMMAND');
      assert.match(found.message, message);
      assert.deepEqual([found.guid, found.action], known);
    });
  }

  it('keeps what an error shows of the input short and printable', () => {
    const { message } = refusal(`${'x'.repeat(10_000)}|CREATE|a;b|`);
    assert.match(message, new RegExp(`"${'x'.repeat(40)}…" cannot`));
    assert.match(refusal('a\u0000\u202e|CREATE|a;b|').message, /"a\\u\{0\}\\u\{202e\}" cannot/);
  });
});

describe('the id of an advanced string', () => {
  it('may be an issue key for an UPDATE, in any case', () => {
    assert.equal(command('NET-12|UPDATE|summary;x|').guid, 'NET-12');
    assert.equal(command('net-12|UPDATE|summary;x|').guid, 'NET-12');
  });

  it('is no GUID in any other form', () => {
    for (const text of [guid.replaceAll('-', ''), `(${guid})`, `{${guid}`, `${guid}}`, `{{${guid}}}`, `urn:uuid:${guid}`, `${guid}0`, guid.slice(1), guid.replace('f', 'g'), guid.replace('-', '\u2010'), '{}', `{${nil}}`]) {
      assert.match(refusal(`${text}|UPDATE|a;b`).message, /cannot be the id of a command/, text);
    }
  });

  it('may be any printable text where that is allowed', () => {
    assert.equal(command('NET-12|UPDATE|summary;x|', true).guid, 'NET-12');
    assert.equal(command(`${'障'.repeat(128)}|CREATE|summary;x|`, true).guid, '障'.repeat(128));
    assert.equal(command('Alarm 7|create|summary;x|', true).guid, 'Alarm 7');
    assert.equal(command(`${nil}|create|summary;x|`, true).guid, nil);
    assert.equal(command('CREATE|CREATE|summary;x|', true).guid, 'CREATE');
    assert.equal(command('a\\|b;c\\\\|CREATE|summary;x|', true).guid, 'a|b;c\\');
  });

  it('has its limits even then, and is still needed', () => {
    assert.match(refusal(`${'x'.repeat(129)}|CREATE|a;b`, true).message, /expected a GUID, or any 1 to 128 printable characters\.$/);
    assert.match(refusal('a\u0007|CREATE|a;b', true).message, /1 to 128 printable characters/);
    assert.match(refusal('|CREATE|a;b', true).message, /the id is missing before "CREATE"; expected a GUID, or any/);
    assert.match(refusal('CREATE|a;b', true).message, /the id is missing/);
  });

  it('is told with the error of a command that fails behind it', () => {
    assert.deepEqual([refusal('net-12|DELETE|a;b').guid, refusal(`{${guid}}|CREATE|a`).guid], ['NET-12', guid]);
    assert.deepEqual(refusals('Alarm 7|NONE|a;b', true), [
      { code: 'INVALID_COMMAND', message: 'Line 1, column 9: "NONE" is no action; expected CREATE or UPDATE after the id.', guid: 'Alarm 7', action: '' },
    ]);
  });
});

describe('the fields of an advanced string', () => {
  const head = `${guid}|CREATE|`;

  it('split at the first semicolon', () => assert.deepEqual(fieldsOf(`${head}summary;a;b;;c|`), { summary: 'a;b;;c' }));

  it('have their names trimmed and their values as typed', () => {
    assert.deepEqual(fieldsOf(`${head}  Story Points ; 5 |summary; x  |`), { 'Story Points': ' 5 ', summary: ' x  ' });
  });

  it('lose the blanks at the end of a last value that no pipe ends', () => {
    assert.deepEqual(fieldsOf(`${head}summary; x \n `), { summary: ' x' });
    assert.deepEqual(fieldsOf(`${head}summary; x \n |`), { summary: ' x \n ' });
  });

  it('may be empty', () => {
    assert.deepEqual(fieldsOf(`${head}priority;|summary;|`), { priority: '', summary: '' });
    assert.deepEqual(fieldsOf(`${head}summary;`), { summary: '' });
  });

  it('are text, whatever they look like', () => {
    const values = { a: '1e400', b: 'true', c: '{"id":"1"}', d: 'null', e: '0x10', f: '[1,2]' };
    assert.deepEqual(fieldsOf(head + Object.entries(values).map(([name, value]) => `${name};${value}|`).join('')), values);
  });

  it('keep line breaks of every kind, control characters and broken surrogates', () => {
    const value = 'a\nb\r\nc\rd\n\n\u0000\u2028\ud800 e';
    assert.deepEqual(fieldsOf(`${head}description;${value}|summary;x`), { description: value, summary: 'x' });
  });

  const refused: Array<[what: string, fields: string, message: RegExp, code?: string]> = [
    ['a value without a name', ';x|', /^Line 1, column 45: a value has no field; expected an id such as summary/],
    ['a blank name', 'a;b| ;x|', /^Line 1, column 50: a value has no field/],
    ['a repeated name', 'summary;x|summary;y|', /^Line 1, column 55: the field "summary" is there twice; expected each field once\.$/],
    ['a name repeated in another case', 'summary;x| SUMMARY ;y|', /the field "SUMMARY" is there twice \(also as "summary"\); expected each field once/],
    ['an issue type named twice', 'issuetype;Bug|Issue Type;Task|', /the field "Issue Type" is there twice \(also as "issuetype"\)/],
    ['a name of 256 characters', `${'n'.repeat(256)};x|`, /has 256 characters; expected at most 255/],
    ['a name with a line break', 'a\nb;x|', /the field name "a\\u\{a\}b" has control characters or line breaks/],
    ['more than 500 fields', Array.from({ length: 501 }, (_, index) => `f${index};x|`).join(''), /more than 500 fields; expected at most 500/, 'INVALID_COMMAND'],
    ...['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'valueOf', '__defineGetter__', 'Constructor', ' __PROTO__ '].map(
      (name): [string, string, RegExp] => [`the name ${name}`, `${name};x|`, new RegExp(`^Line 1, column \\d+: "${name.trim()}" cannot be the name of a field; give the field by its id`)],
    ),
  ];
  for (const [what, fields, message, code = 'INVALID_FIELD'] of refused) {
    it(`are refused with ${what}`, () => {
      const found = refusal(head + fields);
      assert.equal(found.code, code);
      assert.match(found.message, message);
      assert.deepEqual([found.guid, found.action], [guid, 'CREATE']);
    });
  }

  it('forbid the name of every member that an object has', () => {
    for (const name of Object.getOwnPropertyNames(Object.prototype)) assert.equal(refusal(`${head}${name};x`).code, 'INVALID_FIELD', name);
  });

  it('may be 500, with names of 255 characters', () => {
    const fields = Array.from({ length: 500 }, (_, index) => `${String(index).padStart(255, 'n')};x|`).join('');
    assert.equal(Object.keys(fieldsOf(head + fields)).length, 500);
  });
});

describe('a backslash in an advanced string', () => {
  const cases: Array<[raw: string, value: string]> = [
    [String.raw`C:\new\temp`, String.raw`C:\new\temp`],
    [String.raw`\\srv\share`, String.raw`\\srv\share`],
    [String.raw`a\|b`, 'a|b'],
    [String.raw`a\;b`, 'a;b'],
    [String.raw`a\\;b`, String.raw`a\;b`],
    [String.raw`a\\\;b`, String.raw`a\;b`],
    [String.raw`a\\\|b`, String.raw`a\|b`],
    [String.raw`C:\temp\\`, 'C:\\temp\\'],
    [String.raw`a\\\\`, 'a\\\\'],
    [String.raw`\\\\x`, String.raw`\\\\x`],
    [String.raw`\n\"\\n`, String.raw`\n\"\\n`],
    [String.raw`\|\|\;`, '||;'],
  ];
  for (const [raw, value] of cases) {
    it(`makes ${raw} mean ${value}`, () => assert.deepEqual(fieldsOf(`${guid}|CREATE|summary;${raw}|priority;High|`), { summary: value, priority: 'High' }));
  }

  it('escapes in names as well', () => {
    assert.deepEqual(fieldsOf(String.raw`${guid}|CREATE|a\;b\|c;x|d\\;y|`), { 'a;b|c': 'x', 'd\\': 'y' });
  });

  it('is ordinary at the very end, where nothing follows', () => {
    assert.deepEqual(fieldsOf(`${guid}|CREATE|path;C:\\\\`), { path: 'C:\\\\' });
    assert.deepEqual(fieldsOf(`${guid}|CREATE|path;C:\\ \n`), { path: 'C:\\' });
  });

  it('does not reach over a line break', () => {
    const [first, second] = commands(`${guid}|CREATE|path;C:\\\n${other}|UPDATE|a;b`);
    assert.deepEqual({ ...first!.fields }, { path: 'C:\\' });
    assert.equal(second!.guid, other);
  });
});
