import assert from 'node:assert/strict';
import type { Json } from '../../../src/lib/ticket/json';
import type { Step } from '../../../src/lib/ticket/steps';
import { splitSteps } from '../../../src/lib/ticket/steps';

const watchers = (...users: string[]): Step[] => users.map((user) => ({ kind: 'watcher', user }));

describe('the steps of a command as they are written', () => {
  const cases: Array<[name: string, value: Json, steps: Step[]]> = [
    ['watcher', 'jdoe', watchers('jdoe')],
    ['Watchers', 'jdoe, Ann Smith,', watchers('jdoe', 'Ann Smith')],
    ['watcher', 'Smith\\, Ann, jdoe', watchers('Smith, Ann', 'jdoe')],
    ['watcher', ['Smith, Ann', 'jdoe', null, ''], watchers('Smith, Ann', 'jdoe')],
    ['watcher', 'jdoe, asmith,jdoe', watchers('jdoe', 'asmith')],
    ['watcher', 4711, watchers('4711')],
    ['watcher', '', []],
    ['link', 'blocks NET-3', [{ kind: 'link', phrase: 'blocks', key: 'NET-3' }]],
    ['issuelinks', 'is blocked by net-3, NET-4', [{ kind: 'link', phrase: 'is blocked by', key: 'NET-3' }, { kind: 'link', phrase: '', key: 'NET-4' }]],
    ['link', 'blocks NET-3, blocks net-3, NET-3', [{ kind: 'link', phrase: 'blocks', key: 'NET-3' }, { kind: 'link', phrase: '', key: 'NET-3' }]],
    ['comment', 'text, with a comma', [{ kind: 'comment', text: 'text, with a comma' }]],
    ['comment', ' ', []],
    ['comment', null, []],
    ['transition', ' Resolve, then close ', [{ kind: 'transition', name: 'Resolve, then close' }]],
    ['transition', '', []],
  ];
  for (const [name, value, steps] of cases) it(`${name} ${JSON.stringify(value)}`, () => assert.deepEqual(splitSteps({ [name]: value, summary: 'x' }).steps, steps));

  it('are in the order in which they are carried out, whatever theirs was, and are no fields', () => {
    const { fields, steps } = splitSteps({ transition: 'Done', comment: 'x', summary: 's', watcher: 'a', link: 'NET-1', attachment: { content: 'x' } });
    assert.deepEqual(steps.map(({ kind }) => kind), ['link', 'watcher', 'attachment', 'comment', 'transition']);
    assert.deepEqual({ ...fields }, { summary: 's' });
  });

  it('are at most a hundred of a kind', () => {
    const users = Array.from({ length: 101 }, (_, number) => `user${number}`);
    const files = users.map((filename) => ({ filename, content: 'x' }));
    assert.equal(splitSteps({ watcher: 'jdoe,'.repeat(90_000) }).steps.length, 1);
    assert.equal(splitSteps({ watcher: users.slice(1).join(), attachment: files.slice(1) }).steps.length, 200);
    assert.throws(() => splitSteps({ watcher: users.join() }), { code: 'INVALID_FIELD', message: 'Field watcher: expected at most 100 in a command, got 101. Put the others into updates of their own.' });
    assert.throws(() => splitSteps({ attachment: files }), { code: 'INVALID_FIELD', message: /^Field attachment: expected at most 100 in a command, got 101\./ });
    assert.throws(() => splitSteps({ transition: users }), { code: 'INVALID_FIELD', message: /^Field transition: expected at most 100/ });
  });

  it('are there once, under whichever name', () => {
    assert.throws(() => splitSteps({ link: 'NET-1', Links: 'NET-2' }), { code: 'INVALID_FIELD', message: /"Links" is there twice: expected link once/ });
  });
});
