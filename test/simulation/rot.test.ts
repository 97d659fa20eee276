import assert from 'node:assert/strict';
import type { History } from './history';
import { playSeeds } from './play-seeds';

/** How many of them, and from which seed on: `ROT=1 SEED=42` plays one again, and prints it where it fails. */
const histories = Number(process.env['ROT'] ?? 20);
const firstSeed = Number(process.env['SEED'] ?? 1);

/** What holds whatever the disk does to a journal. A record that is lost may be a row, an outcome or a command: these are not counted here. */
function judgeRotten({ accepted, told, hands, rows, jira }: History): string[] {
  const broken: string[] = [];
  const unknown = new Set([...told.map(({ row }) => row), ...rows].filter(({ error }) => /unknown whether/.test(error)).map(({ id }) => id));
  const known = ({ id }: { id: string }): boolean => !unknown.has(id) && !hands.retried.some((row) => row.id === id);
  for (const { id, guid } of accepted.filter(known)) {
    const alone = accepted.filter((one) => one.guid === guid && one.action === 'CREATE').length === 1;
    // A label tells the guid alone.
    const tickets = jira.ledger.filter((line) => line.action === 'create' && (line.command === id || (line.command === '' && alone && line.guid === guid)));
    if (tickets.length > 1) broken.push(`${id}: made ${tickets.length} times`);
    const comments = jira.additions.ledger.filter(({ kind, what }) => kind === 'comment' && what === id).length;
    if (comments > 1) broken.push(`${id}: its comment is there ${comments} times`);
  }
  for (const { id, status } of rows) if (status === 'Pending') broken.push(`${id}: still Pending`);
  return broken;
}

describe('simulated histories on a disk that rots', function () {
  this.timeout(0);

  it(`${histories} of them make nothing twice in silence, and leave nothing Pending`, async () => {
    const { commands, worsened, failures } = await playSeeds(firstSeed, histories, 1, { worse: { rots: true }, judged: judgeRotten, show: histories === 1 });
    console.log(`      ${histories} histories, ${commands} commands, ${worsened} bytes changed by the disk: ${failures.length} with broken promises`);
    assert.ok(worsened > 0 || histories < 10);
    assert.deepEqual(failures, []);
  });
});
