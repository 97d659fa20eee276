import assert from 'node:assert/strict';
import type { JiraAnswer } from '../../../src/lib/jira/http';
import { NoAnswer } from '../../../src/lib/jira/http';
import { KnownFlavour } from '../../../src/lib/jira/known-flavour';
import { address, answer, stubPort } from './jira-stub';

type Sign = JiraAnswer | NoAnswer;

const dropped = new NoAnswer('ECONNRESET', true, 'dropped');
const late = new NoAnswer('TIMEOUT', true, 'late');
const refused = new NoAnswer('ECONNREFUSED', false, 'refused');
const told = answer(200, { version: '5.2.11' });

/** @param signs what each resource answers, which a test may change */
function jira(signs: Record<'serverInfo' | 'field', Sign>) {
  const clock = { time: 0, now: () => clock.time };
  const port = stubPort(({ path }) => {
    const sign = signs[path.slice('rest/api/latest/'.length) as 'serverInfo' | 'field'];
    if (sign instanceof NoAnswer) throw sign;
    return sign;
  });
  const known = new KnownFlavour(port, address, clock);
  /** Whether it was guessed, or what was thrown, and what was asked for it. */
  const ask = async (): Promise<[unknown, string]> => {
    port.asked.length = 0;
    const result = await known.get().then(({ guessed }) => guessed, (error: Error) => error);
    return [result, port.asked.map(({ path }) => path.slice(path.lastIndexOf('/') + 1)).join(' ')];
  };
  return { ask, clock, signs };
}

describe('which Jira it is, where serverInfo fails', () => {
  for (const [what, sign, lasts] of [['500', answer(500), 60_000], ['502', answer(502), 60_000], ['503', answer(503), 60_000], ['a dropped connection', dropped, 600_000], ['silence', late, 600_000]] as const) {
    it(`with ${what} while Jira answers another question, is guessed for ${lasts / 60_000} min, and then asked again`, async () => {
      const { ask, clock, signs } = jira({ serverInfo: sign, field: answer(200, []) });
      assert.deepEqual(await ask(), [true, 'serverInfo field']);
      clock.time = lasts - 1;
      assert.deepEqual(await ask(), [true, '']);
      clock.time = lasts;
      signs.serverInfo = told;
      assert.deepEqual(await ask(), [false, 'serverInfo']);
      clock.time = 86_400_000;
      assert.deepEqual(await ask(), [false, '']);
    });
  }

  it('is guessed also where the other question is refused, for that is an answer', async () => {
    assert.deepEqual(await jira({ serverInfo: answer(500), field: answer(403) }).ask(), [true, 'serverInfo field']);
    assert.deepEqual(await jira({ serverInfo: answer(500), field: answer(501) }).ask(), [true, 'serverInfo field']);
  });

  for (const down of [answer(503), answer(429), late, refused]) {
    it(`is not guessed while another question gets ${down instanceof NoAnswer ? down.code : down.status}, and asked with one request at a time`, async () => {
      const first = answer(502);
      const { ask, signs } = jira({ serverInfo: first, field: down });
      const [error, asked] = await ask();
      assert.deepEqual([(error as { answer?: JiraAnswer }).answer, asked], [first, 'serverInfo field']);
      for (let again = 0; again < 3; again += 1) assert.equal((await ask())[1], 'field');
      signs.field = answer(200, []);
      assert.deepEqual(await ask(), [true, 'field serverInfo']);
    });
  }

  it('is known at once where Jira is back', async () => {
    const { ask, signs } = jira({ serverInfo: answer(502), field: answer(502) });
    await ask();
    Object.assign(signs, { serverInfo: told, field: answer(200, []) });
    assert.deepEqual(await ask(), [false, 'field serverInfo']);
  });

  for (const [what, sign] of [['nothing was sent', refused], ['Jira limits requests', answer(429)]] as const) {
    it(`is asked later where ${what}`, async () => {
      const { ask } = jira({ serverInfo: sign, field: answer(200, []) });
      for (let again = 0; again < 2; again += 1) assert.equal((await ask())[1], 'serverInfo');
    });
  }
});
