import assert from 'node:assert/strict';
import { formatAdvanced, parseAdvanced } from '../../../src/lib/ticket/advanced';
import { commands, fieldsOf, guid, nil, other, refusal, refusals } from './advanced-results';
import type { Refused } from './advanced-results';

describe('several commands in an advanced string', () => {
  for (const [name, lineBreak] of Object.entries({ LF: '\n', CRLF: '\r\n', CR: '\r', 'blank lines': ' \n\n \r\n' })) {
    it(`begin each on a new line (${name}), with or without a last pipe`, () => {
      for (const pipe of ['|', '']) {
        const input = [`${guid}|CREATE|summary;x${pipe}`, `{${other}}|update|summary;y${pipe}`, `NET-3|UPDATE|a;b`].join(lineBreak);
        assert.deepEqual(commands(input).map((one) => [one.guid, one.action, Object.values(one.fields)]), [
          [guid, 'CREATE', ['x']],
          [other, 'UPDATE', ['y']],
          ['NET-3', 'UPDATE', ['b']],
        ]);
      }
    });
  }

  it('leave any other line break to the value it stands in', () => {
    const value = `What to do:\n1. see ${other}\ncreate a ticket\nUPDATE\n${other}\n\\|CREATE\\|\n`;
    assert.deepEqual(fieldsOf(`${guid}|CREATE|description;${value}|summary;x|`), { description: value.replaceAll('\\|', '|'), summary: 'x' });
  });

  it('take none of their neighbours with them when they are broken', () => {
    const good = (name: string) => `${guid}|CREATE|summary;${name}`;
    const broken: Array<[line: string, message: RegExp]> = [
      ['alarm-x|CREATE|a;b|', /^Command 2, line 2, column 1: "alarm-x" cannot be the id/],
      ['|CREATE|a;b|', /^Command 2, line 2, column 2: the id is missing/],
      [' | |UPDATE|a;b|', /^Command 2, line 2, column 5: the id is missing/],
      [`${other}|DELETE|a;b|`, /^Command 2, line 2, column 38: "DELETE" is no action/],
      [`${other}|CREATE|`, /^Command 2, line 2, column 45: the command has no field/],
      [`${other}|CREATE|a`, /^Command 2, line 2, column 45: "a" is no field/],
      [`${other}|CREATE|a;b|\n x|\n`, /^Command 2, line 3, column 2: "x" is no field/],
    ];
    for (const [line, message] of broken) {
      for (const pipe of ['|', '']) {
        const [first, second, third] = refusals(`${good('1')}${pipe}\n${line}\n${good('3')}`);
        assert.deepEqual([first, third], ['ok', 'ok'], line);
        assert.match((second as Refused).message, message);
      }
    }
  });

  it('may lack their action behind the end of a field', () => {
    const lacking: Array<[line: string, message: RegExp]> = [
      [`${other}|a;b|`, /^Command 2, line 2, column 38: "a;b" is no action/],
      [` ${other} |a;b|`, /^Command 2, line 2, column 40: "a;b" is no action/],
      [`{${nil}}|a;b|`, /^Command 2, line 2, column 1: "\{0+-.*" cannot be the id/],
    ];
    for (const [line, message] of lacking) {
      const [first, second, third] = refusals(`${guid}|CREATE|summary;1|\n${line}\n${guid}|UPDATE|summary;3`);
      assert.deepEqual([first, third], ['ok', 'ok'], line);
      assert.match((second as Refused).message, message);
    }
  });

  it('may be broken by a line that is a GUID, behind the end of a field', () => {
    for (const value of ['b', 'b\nc', '\n']) {
      const [first, second, third] = refusals(`${guid}|CREATE|a;${value}|\n${other}\n${guid}|UPDATE|a;b`);
      assert.deepEqual([first, third], ['ok', 'ok']);
      assert.match((second as Refused).message, /^Command 2, line \d, column 37: the action is missing/);
    }
  });

  it('may have values that end with a line that is a GUID', () => {
    for (const end of ['', '|', '|\n', ' |  ']) {
      const [first, second] = commands(`${guid}|CREATE|a;see\n${other}${end}\n${guid}|UPDATE|a;b`);
      assert.equal(first!.fields['a']!.trim(), `see\n${other}`);
      assert.equal(second!.action, 'UPDATE');
    }
  });

  it('are one where a line that is a GUID ends a value, and the next field follows', () => {
    for (const line of [other, `{${other.toUpperCase()}}`, nil, ` ${other} `]) {
      for (const lineBreak of ['\n', '\r\n', '\r', '\n\n', '\n \r\n']) {
        assert.deepEqual(fieldsOf(`${guid}|CREATE|description;see${lineBreak}${line}|summary;x|`), { description: `see${lineBreak}${line}`, summary: 'x' });
      }
    }
  });

  it('have their errors placed by command, line and column', () => {
    const found = refusals(`\ufeff\r\n ${guid}|CREATE|a;1\r2\n3|b|\r\n\r\nx|UPDATE|a;b`);
    assert.match(refusal('\ufeffx|UPDATE|a;b').message, /^Line 1, column 1:/);
    assert.deepEqual(found.map((one) => (one as Refused).message.split(':')[0]), ['Command 1, line 4, column 3', 'Command 2, line 6, column 1']);
  });
});

describe('a command written as an advanced string', () => {
  const written = (fields: Record<string, string>, id = guid) => formatAdvanced({ guid: id, action: 'CREATE', fields });

  it('is one line', () => assert.equal(written({ summary: 'x', 'Story Points': '5' }), `${guid}|CREATE|summary;x|Story Points;5|`));

  it('escapes no more than it must', () => {
    assert.equal(written({ 'a;b': 'C:\\new;\\x|y\\' }, 'i;d|\\'), String.raw`i\;d\|\\|CREATE|a\;b;C:\new;\x\|y\\|`);
    assert.equal(written({ a: 'x\\;y' }), String.raw`${guid}|CREATE|a;x\\;y|`);
  });

  it('says values whose last line is a GUID', () => {
    for (const value of [`see\n${other}`, `see\r{${other.toUpperCase()}} `, `\r\n  ${' '.repeat(300)}${nil}`]) {
      for (const fields of [{ a: value, b: '' }, { b: '', a: value }, { a: value, b: value }]) assert.deepEqual(fieldsOf(written(fields)), fields);
    }
  });
});

describe('very many commands in a message', () => {
  const line = 'x|CREATE|\n';

  it('are refused by their number, before they are parsed', () => {
    const { code, message } = refusal(line.repeat(10_001));
    assert.equal(code, 'INVALID_COMMAND');
    assert.match(message, /10001 commands, of at most 10000/);
  });

  it('are each answered up to that, and leave stack traces on for everybody else', () => {
    const before = Error.stackTraceLimit;
    try {
      Error.stackTraceLimit = 7;
      assert.equal(parseAdvanced(line.repeat(10_000), { anyId: false }).length, 10_000);
      assert.equal(Error.stackTraceLimit, 7);
    } finally {
      Error.stackTraceLimit = before;
    }
  });
});
