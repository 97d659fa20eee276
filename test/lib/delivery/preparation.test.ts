import assert from 'node:assert/strict';
import { Preparation } from '../../../src/lib/delivery/preparation';
import { address, answer, stubPort } from '../jira/jira-stub';
import { VirtualClock } from '../../simulation/virtual-clock';

describe('which Jira it is', () => {
  it('is guessed while serverInfo is hidden, asked again a minute later, and then known for good', async () => {
    const clock = new VirtualClock();
    const answers = [answer(403), answer(200, { version: '5.2.11' })];
    const port = stubPort(() => answers.shift() ?? answer(500));
    const preparation = new Preparation(port, address, 'property', 'UTC', clock);
    assert.equal((await preparation.flavour()).guessed, true);
    assert.equal(await preparation.markerKind(), 'property');
    await clock.pass(60_000);
    assert.deepEqual((await preparation.flavour()).version, [5, 2, 11]);
    await clock.pass(86_400_000);
    assert.equal(await preparation.markerKind(), 'label');
    assert.equal(port.asked.length, 2);
  });
});
