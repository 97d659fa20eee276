import assert from 'node:assert/strict';
import fc from 'fast-check';
import { repairLabel, repairSummary, repairText } from '../../../src/lib/ticket/text-repairs';

const controls = 'control characters were removed';
const direction = 'characters that change the direction of text were removed';
const broken = 'broken characters (lone surrogates) became U+FFFD';
const family = '👩‍👩‍👧‍👦';

describe('a summary', () => {
  it('stays as it is where Jira takes it', () => {
    for (const text of ['', 'Link down', 'Störung 障害 😀', 'x'.repeat(255), ' a ', '\u200fمرحبا']) assert.deepEqual(repairSummary(text), { text, overflow: '', warnings: [] });
  });

  for (const lineBreak of ['\n', '\r\n', '\r', '\t', '\v', '\f', '\u0085', '\u2028', '\u2029']) {
    it(`has a blank for ${JSON.stringify(lineBreak)}`, () => {
      assert.deepEqual(repairSummary(`a${lineBreak}b`), { text: 'a b', overflow: '', warnings: ['line breaks and tabs became blanks'] });
    });
  }

  it('is cut to 255 UTF-16 units, and its full text kept with its line breaks', () => {
    const text = `first\nsecond\u0000${'x'.repeat(300)}`;
    const repaired = repairSummary(text);
    assert.equal(repaired.text, `first second${'x'.repeat(243)}`);
    assert.equal(repaired.text.length, 255);
    assert.equal(repaired.overflow, `first\nsecond${'x'.repeat(300)}`);
    assert.deepEqual(repaired.warnings, ['line breaks and tabs became blanks', controls]);
  });

  const cuts: Array<[what: string, grapheme: string, before: number]> = [
    ['a surrogate pair', '😀', 254],
    ['a family', family, 250],
    ['a letter and its accent', 'e\u0301', 254],
    ['a flag', '🇧🇪', 252],
  ];
  for (const [what, grapheme, before] of cuts) {
    it(`is never cut within ${what}`, () => {
      assert.equal(repairSummary('x'.repeat(before) + grapheme + 'y'.repeat(50)).text, 'x'.repeat(before));
      const fitting = 'x'.repeat(255 - grapheme.length) + grapheme;
      assert.equal(repairSummary(`${fitting}y`).text, fitting);
    });
  }

  it('is cut between two code points where one grapheme is longer than all of it', () => {
    assert.equal(repairSummary(`e${'\u0301'.repeat(5_000)}`).text, `e${'\u0301'.repeat(254)}`);
    assert.equal(repairSummary(`e${'\u{1d167}'.repeat(400)}`).text, `e${'\u{1d167}'.repeat(127)}`);
    assert.equal(repairSummary(`ee${'\u{1d167}'.repeat(400)}`).text, 'e');
    assert.equal(repairSummary('\u{1d167}'.repeat(400)).text, '\u{1d167}'.repeat(127));
  });

  it('of a million characters is cut in no time', () => {
    assert.equal(repairSummary(family.repeat(100_000)).text, family.repeat(23));
  });
});

describe('a text', () => {
  it('keeps its line breaks and tabs', () => {
    assert.deepEqual(repairText('a\nb\r\nc\rd\te'), { text: 'a\nb\r\nc\rd\te', warnings: [] });
  });

  it('loses control characters, NUL among them, and what changes its direction', () => {
    assert.deepEqual(repairText('a\u0000b\u0007\u001b[1m\u007f\u0085c'), { text: 'ab[1mc', warnings: [controls] });
    assert.deepEqual(repairText('a\u202eb\u2066c\u2069'), { text: 'abc', warnings: [direction] });
    assert.deepEqual(repairText('\u200ea\u200f\u061c'), { text: '\u200ea\u200f\u061c', warnings: [] });
  });

  it('has U+FFFD for each lone surrogate', () => {
    assert.deepEqual(repairText('a\ud800b\udc00\ud83d\ude00'), { text: 'a\ufffdb\ufffd😀', warnings: [broken] });
  });

  it('makes no character of two halves that stood apart', () => {
    assert.deepEqual(repairText('\ud83d\u0000\ude00'), { text: '\ufffd\ufffd', warnings: [broken, controls] });
    assert.deepEqual(repairText('\ud83d\u202e\ude00'), { text: '\ufffd\ufffd', warnings: [broken, direction] });
  });

  it('is cut to 32,767 UTF-16 units', () => {
    assert.deepEqual(repairText('x'.repeat(32_767)), { text: 'x'.repeat(32_767), warnings: [] });
    assert.deepEqual(repairText('x'.repeat(32_768)), { text: 'x'.repeat(32_767), warnings: ['cut to 32,767 characters'] });
    assert.equal(repairText('x'.repeat(32_766) + '\r\nx').text, 'x'.repeat(32_766));
    assert.equal(repairText('x'.repeat(32_765) + family).text, 'x'.repeat(32_765));
    // The cut looks back 256 units: here into the middle of a pair.
    assert.equal(repairText('😀'.repeat(20_000)).text, '😀'.repeat(16_383));
  });

  it('that is cut is not measured by the controls that it lost', () => {
    assert.deepEqual(repairText('\u0000'.repeat(10) + 'x'.repeat(32_767)).warnings, [controls]);
  });
});

describe('a label', () => {
  it('has _ for each blank in it, and none around it', () => {
    assert.deepEqual(repairLabel('  link down\tnow '), { text: 'link_down_now', warnings: ['blanks became _'] });
    assert.deepEqual(repairLabel('a\u00a0b\nc'), { text: 'a_b_c', warnings: ['blanks became _'] });
    assert.deepEqual(repairLabel('link-down'), { text: 'link-down', warnings: [] });
  });

  it('is cleaned as a text is, and cut to 255 UTF-16 units', () => {
    assert.deepEqual(repairLabel(`a b\u0000\u202e\ud800${'x'.repeat(300)}`), {
      text: `a_b\ufffd${'x'.repeat(251)}`,
      warnings: ['blanks became _', broken, controls, direction, 'cut to 255 characters'],
    });
  });
});

describe('any text', () => {
  const anyText = fc.oneof(fc.string({ unit: 'binary', maxLength: 600 }), fc.array(fc.constantFrom('\ud800', '\udc00', '😀', family, '\n', 'e\u0301', 'x', ' ', '\u0000', '🇧🇪', '\u202e'), { maxLength: 400 }).map((all) => all.join('')));

  it('is what Jira takes once it is repaired, and stays so when it is repaired again', () => {
    fc.assert(
      fc.property(anyText, (given) => {
        for (const repair of [repairSummary, repairText, repairLabel]) {
          const { text } = repair(given);
          assert.ok(!/(?![\n\r\t])\p{Cc}|\p{Cs}|[\u202a-\u202e\u2066-\u2069]/u.test(text));
          assert.equal(repair(text).text, text);
          assert.deepEqual(repair(text).warnings, []);
        }
        assert.ok(repairSummary(given).text.length <= 255);
        assert.ok(!/[\n\r\t]/.test(repairSummary(given).text));
        assert.ok(repairLabel(given).text.length <= 255 && !/\s/.test(repairLabel(given).text));
      }),
      { numRuns: 2_000, seed: 7 },
    );
  });
});
