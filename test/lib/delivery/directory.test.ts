import assert from 'node:assert/strict';
import { Directory } from '../../../src/lib/delivery/directory';
import { Preparation } from '../../../src/lib/delivery/preparation';
import type { JiraAnswer } from '../../../src/lib/jira/http';
import { NoAnswer } from '../../../src/lib/jira/http';
import { VirtualClock } from '../../simulation/virtual-clock';
import { address, answer, stubPort } from '../jira/jira-stub';

function directory(respond: () => JiraAnswer | Promise<JiraAnswer>) {
  const port = stubPort(respond);
  return { port, of: new Directory(new Preparation(port, address, 'property', 'UTC', new VirtualClock())) };
}

describe('a directory of Jira', () => {
  it('asks one question at a time, and refuses more than it can remember', async () => {
    let underWay = 0;
    let most = 0;
    const { of } = directory(async () => {
      underWay += 1;
      most = Math.max(most, underWay);
      await new Promise((resolve) => setImmediate(resolve));
      underWay -= 1;
      return answer(200, []);
    });
    const questions = Array.from({ length: 50 }, (_, index) => of.people(`a${index}`, ''));
    await assert.rejects(of.projects(), { code: 'QUEUE_FULL' });
    await Promise.all(questions);
    assert.equal(most, 1);
    assert.deepEqual(await of.projects(), []);
  });

  it('says that Jira cannot be asked, and goes on with the next question', async () => {
    let isAway = true;
    const { of } = directory(() => {
      if (isAway) throw new NoAnswer('ECONNREFUSED', false, 'Connection refused.');
      return answer(200, []);
    });
    await assert.rejects(of.issueTypes('NET'), { code: 'GAVE_UP', message: /^Jira cannot be asked now: Connection refused/ });
    isAway = false;
    assert.deepEqual(await of.issueTypes('NET'), []);
    assert.equal((await of.fields('', '')).complete, false);
  });

  it('says so for a rate limit, too, and hides no fault of ours', async () => {
    await assert.rejects(directory(() => answer(429)).of.fields('NET', 'Task'), { code: 'GAVE_UP', message: /429/ });
    const broken = directory(() => {
      throw new RangeError('ours');
    });
    await assert.rejects(broken.of.people('ann', 'NET'), RangeError);
  });
});
