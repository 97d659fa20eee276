import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Json } from '../../../src/lib/ticket/json';
import { describe as describeAnswer, fieldWords, jiraWords } from '../../../src/lib/jira/words';
import { address, answer } from './jira-stub';

const CAPTURED = resolve('../shared/jira-contract/captured/captured.json');
const page = (html: string) => jiraWords(answer(500, undefined, {}, html));

describe("Jira's own words", () => {
  const jsons: Array<[Json, string]> = [
    [{ errorMessages: ['One.', 'Two.'], errors: { summary: 'You must specify a summary.' } }, 'One.; Two.; summary: You must specify a summary.'],
    [{ errorMessages: [], errors: { a: ['x', 'y'], b: { c: 1 } } }, 'a: x, y; b: {"c":1}'],
    [{ errorMessages: 'Only one' }, 'Only one'],
    [{ message: 'Not here', 'status-code': 404 }, 'Not here'],
    [{ errorMessage: 'Bad' }, 'Bad'],
    [{ error: 'Failed to parse Connect Session Auth Token' }, 'Failed to parse Connect Session Auth Token'],
    [{ errors: [{ message: 'first' }, 'second', 3] }, 'first; second'],
    [{ errors: 'just text' }, 'just text'],
    [
      { issues: [], errors: [{ status: 400, elementErrors: { errorMessages: [], errors: { versions: 'Not valid' } }, failedElementNumber: 0 }] },
      'element 1: versions: Not valid',
    ],
    [{ errors: [{ failedElementNumber: 2, elementErrors: {} }] }, ''],
    ['plain', 'plain'],
    [['a', { message: 'b' }], 'a; b'],
    [{ unrelated: true }, ''],
    [null, ''],
    [7, ''],
  ];
  for (const [json, words] of jsons) it(`in ${JSON.stringify(json)}`, () => assert.equal(jiraWords(answer(400, json)), words));

  it('are one printable line', () => assert.equal(jiraWords(answer(400, { message: 'a\n\u0007b\u202e' })), 'a b'));
  it('are at most 900 characters', () => assert.equal(jiraWords(answer(400, { errorMessages: Array<string>(5_000).fill('x'.repeat(50)) })).length, 900));

  it('are the title of a page', () => assert.equal(page('<!doctype html><html><head><title>HTTP Status 429 &ndash; Too Many Requests</title>'), 'HTTP Status 429 – Too Many Requests'));
  it('are its heading where it has no title', () => assert.equal(page('<title> </title><h1 class="x">Forbidden <b>(403)</b></h1><p>more'), 'Forbidden (403)'));
  it('are its text where it has no heading', () => {
    assert.equal(page('<style>b{}</style><script>var a = "<p>";</script><!-- c --><p>It&#39;s &amp; was &unknown; <b>down</b><br'), "It's & was &unknown; down");
  });
  it('are nothing on a page without text', () => assert.equal(page('<html><script>var unfinished'), ''));
  it('are the text itself where it is no page', () => assert.equal(page('XSRF check failed, 1 < 2'), 'XSRF check failed, 1 < 2'));
  it('are at most 300 characters of a page', () => assert.equal(page('x'.repeat(2_000)).length, 300));

  it('are found in what real Jiras answered', function () {
    if (!existsSync(CAPTURED)) {
      console.log(`      skipped: there is no ${CAPTURED} here`);
      this.skip();
    }
    const captured = JSON.parse(readFileSync(CAPTURED, 'utf8')) as Array<Record<string, Json>>;
    let read = 0;
    for (const entry of captured) {
      const text = (entry['body_html'] ?? entry['body_html_fragment'] ?? entry['body_text'] ?? '') as string;
      const json = entry['body'] ?? entry['body_fragment'];
      if (text === '' && json === undefined) continue;
      const words = jiraWords(answer(400, json, {}, text));
      assert.notEqual(words, '', JSON.stringify(entry['id']));
      assert.doesNotMatch(words, /[<>]/, JSON.stringify(entry['id']));
      read += 1;
    }
    assert.ok(read > 10);
  });
});

describe('an answer in one line', () => {
  const post = { method: 'POST', path: 'rest/api/latest/issue' } as const;

  it('says who was asked what, and what Jira said', () => {
    assert.equal(
      describeAnswer(post, answer(400, { errors: { summary: 'You must specify a summary of the issue.' } }), address),
      '[POST] "https://jira.example.com/rest/api/latest/issue": 400 Bad Request: summary: You must specify a summary of the issue.',
    );
  });
  it('does without words and without a known status', () => {
    assert.equal(describeAnswer(post, answer(599), address), '[POST] "https://jira.example.com/rest/api/latest/issue": 599');
  });
  it('says where a redirect leads, but not its query', () => {
    const redirect = answer(302, undefined, { location: 'https://login.example.com/sso?token=x' });
    assert.match(describeAnswer(post, redirect, address), /302 Found: redirects to https:\/\/login\.example\.com\/sso…, which is not followed/);
    assert.doesNotMatch(describeAnswer(post, answer(304), address), /redirects/);
    assert.doesNotMatch(describeAnswer(post, answer(201, undefined, { location: 'x' }), address), /redirects/);
  });
  it('is at most 1,000 characters', () => {
    const long = { method: 'GET', path: `rest/${'x'.repeat(2_000)}` } as const;
    assert.equal(describeAnswer(long, answer(400, { message: 'y'.repeat(5_000) }), address).length, 1_000);
  });
});

describe('Jira\'s words about fields', () => {
  it('are told by the id of each', () => {
    const errors = { summary: 'You must specify\na summary.', labels: ['a', 'b'], odd: { x: 1 } };
    assert.deepEqual(fieldWords({ errorMessages: ['also'], errors }), { summary: 'You must specify a summary.', labels: 'a, b', odd: '{"x":1}' });
  });

  it('are none where it said nothing of fields', () => {
    for (const json of [undefined, 'text', null, {}, { errors: ['x'] }, { errors: null }]) assert.deepEqual(fieldWords(json), {});
  });
});
