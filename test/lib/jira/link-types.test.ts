import assert from 'node:assert/strict';
import { LinkTypes } from '../../../src/lib/jira/link-types';
import type { JiraAnswer } from '../../../src/lib/jira/http';
import { address, answer, stubPort } from './jira-stub';

const types = {
  issueLinkTypes: [
    { id: '1', name: 'Blocks', inward: 'is blocked by', outward: 'blocks' },
    { id: '2', name: 'Relates', inward: 'relates to', outward: 'relates to' },
    { id: '3', name: 'Cloners', inward: 'is cloned by', outward: 'clones' },
  ],
};

function linkTypes(given: JiraAnswer, serverInfo = given) {
  const port = stubPort(({ path }) => (path.endsWith('/serverInfo') ? serverInfo : given));
  return { port, of: new LinkTypes(port, address, { now: () => 0 }) };
}

describe('link types', () => {
  const cases: Array<[string, string, boolean]> = [
    ['blocks', 'Blocks', true],
    ['Blocks', 'Blocks', true],
    [' IS BLOCKED BY ', 'Blocks', false],
    ['cloners', 'Cloners', true],
    ['is cloned by', 'Cloners', false],
    ['', 'Relates', true],
  ];
  for (const [phrase, name, outward] of cases) {
    it(`"${phrase}" is ${name}, ${outward ? 'outward' : 'inward'}`, async () => {
      assert.deepEqual(await linkTypes(answer(200, types)).of.find(phrase), { name, outward });
    });
  }

  it('are asked for once', async () => {
    const { port, of } = linkTypes(answer(200, types));
    await Promise.all([of.find('blocks'), of.find('relates to')]);
    await of.find('clones');
    assert.equal(port.asked.length, 1);
  });

  it('that are not there are refused, with the nearest ones', async () => {
    await assert.rejects(linkTypes(answer(200, types)).of.find('is block by'), { code: 'INVALID_FIELD', message: /no link "is block by"\. It has "is blocked by"/ });
  });

  it('are taken as they are written where Jira fails at them alone, and asked for where it fails at all', async () => {
    assert.deepEqual(await linkTypes(answer(500), answer(200, {})).of.find('Escalates'), { name: 'Escalates', outward: true });
    await assert.rejects(linkTypes(answer(500)).of.find('blocks'), { name: 'UnexpectedAnswer' });
    await assert.rejects(linkTypes(answer(503), answer(200, {})).of.find('blocks'), { name: 'UnexpectedAnswer' });
  });

  it('are taken as they are written where Jira does not tell', async () => {
    const { of } = linkTypes(answer(404, { errorMessages: ['Issue linking is disabled'] }));
    assert.deepEqual(await of.find('Escalates'), { name: 'Escalates', outward: true });
    assert.deepEqual(await of.find('is blocked by'), { name: 'Blocks', outward: false });
  });
});
