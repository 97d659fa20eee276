import assert from 'node:assert/strict';
import { Running } from './running';

describe('sandbox: permissions', () => {
  const running = new Running();
  const ask = (query = '') => running.ask('GET', `mypermissions${query}`);

  it('tells on Cloud what is named, and refuses to tell everything', async () => {
    await running.start({ version: 'cloud' });
    assert.equal((await ask()).status, 400);
    assert.equal((await ask('?permissions=FLY')).status, 400);
    assert.deepEqual(Object.keys((await ask('?permissions=LINK_ISSUES,CREATE_ISSUES')).json.permissions), ['CREATE_ISSUES', 'LINK_ISSUES']);
  });

  it('tells on servers everything, whatever is named', async () => {
    await running.start({ version: 'dc10' });
    assert.equal(Object.keys((await ask('?permissions=LINK_ISSUES')).json.permissions).length, 8);
  });

  it('calls it on a Jira 5 by the names of that time', async () => {
    await running.start({ version: 'server5' });
    const names = Object.keys((await ask()).json.permissions);
    assert.ok(names.includes('CREATE_ISSUE') && !names.includes('CREATE_ISSUES'));
  });
});
