import assert from 'node:assert/strict';
import type { Node, NodeAPI } from 'node-red';
import type { ConnectionSettings } from '../../src/nodes/shared/settings';
import { connectionSchema, readSettings } from '../../src/nodes/shared/settings';

const environment: Record<string, string> = { MOST: '2.5' };
const RED = { util: { evaluateNodeProperty: (name: string) => environment[name.slice(2, -1)] } } as unknown as NodeAPI;
const read = (config: object): ConnectionSettings => readSettings(RED, {} as Node, connectionSchema, config);

describe('the settings of a connection', () => {
  for (const name of ['requestsMax', 'updateMax', 'logMax', 'queueMax'] as const) {
    it(`${name} counts, in whole numbers`, () => {
      for (const value of [3, '3', ' 3 ', '3.0']) assert.equal(read({ [name]: value })[name], 3);
      assert.equal(read({ [name]: '1e20' })[name], 1e20, 'as people write it who want no limit');
      for (const value of ['', undefined]) assert.equal(read({ [name]: value })[name], undefined);
      for (const value of [0.5, 1.5, '1.5', '0', '-1', 'many', 'Infinity', '${MOST}']) {
        assert.throws(() => read({ [name]: value }), {
          code: 'CONFIG',
          message: new RegExp(`^The connection's settings cannot be used: ${name}: expected a whole number of at least 1, found .*\\. Correct it in the jira-config, or in the environment variable that it names, and deploy\\.$`),
        });
      }
    });
  }

  it('may have fractions of seconds, hours, days and MiB', () => {
    const fractions = { timeout: 0.5, requestsPeriod: 1.5, updatePeriod: 1.5, settleWindow: 1.5, giveUpAfter: 1.5, guidDays: 1.5, logMaxDays: 1.5, queueMegabytes: 1.5 };
    const settings = read(fractions);
    assert.deepEqual(Object.fromEntries(Object.keys(fractions).map((name) => [name, settings[name as keyof typeof fractions]])), fractions);
  });

  it('takes more than 36,500 days for these, as people write it who mean never', () => {
    const days = 36_500;
    const longest = { timeout: days * 86_400, requestsPeriod: days * 86_400, updatePeriod: days * 86_400, settleWindow: days * 86_400, giveUpAfter: days * 24, guidDays: days, logMaxDays: days };
    for (const [name, most] of Object.entries(longest)) {
      const settingOf = (value: unknown): unknown => read({ [name]: value })[name as keyof typeof longest];
      assert.equal(settingOf(most - 0.5), most - 0.5, name);
      for (const value of [most, most + 1, '999999999999', 1e300]) assert.equal(settingOf(value), most, name);
      assert.equal(settingOf(''), undefined, name);
    }
  });

  it('says of all that is wrong what was expected', () => {
    assert.throws(() => read({ timeout: 'soon', auth: 'magic', updateMax: 1.5 }), {
      message: /auth: expected one of none, basic, key, bearer, oauth, found "magic"; timeout: expected a number of at least 0\.1, found "soon"; updateMax: expected a whole number of at least 1, found 1\.5\. Correct it/,
    });
  });
});
