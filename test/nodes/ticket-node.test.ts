import assert from 'node:assert/strict';
import { EventEmitter } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import type { Node, NodeAPI } from 'node-red';
import type { Delivery } from '../../src/lib/delivery/delivery';
import type { Command } from '../../src/lib/ticket/command';
import { Connection } from '../../src/nodes/shared/connection';
import type { Message } from '../../src/nodes/shared/node-types';
import { TicketNode } from '../../src/nodes/shared/ticket-node';

/** A node and its connection, of which the delivery only notes what it is given. */
function deployed() {
  const accepted: Command[] = [];
  const delivery = {
    closed: false,
    accept: async (command: Command) => {
      assert.equal(delivery.closed, false, 'accepted by a closed delivery');
      await delay(5);
      accepted.push(command);
    },
    close: async () => void (delivery.closed = true),
    status: () => undefined,
    recover: async () => {},
    counters: () => ({}),
    records: { log: { list: () => [] }, responses: { list: () => [] } },
  };
  const connection = new Connection('server', () => Promise.resolve(delivery as unknown as Delivery), { set: () => {} }, () => {});
  const statuses: object[] = [];
  const node = { id: 'create', status: (status: object) => statuses.push(status), error: () => {}, send: () => {} } as unknown as Node;
  const RED = { _: (key: string) => key, events: new EventEmitter(), nodes: { getNode: () => ({ connection }) }, util: { cloneMessage: (message: object) => ({ ...message }) } } as unknown as NodeAPI;
  const tickets = new TicketNode(RED, node, 'Manual', 'server');
  const submit = (ms: number, message: object = {}): Promise<void> =>
    tickets.submit(() => delay(ms, [{ ok: true, command: { guid: '', action: 'CREATE', fields: {} } }]), message as Message, () => {}, () => {});
  return { accepted, connection, statuses, started: () => RED.events.emit('flows:started'), tickets, submit, close: () => Promise.all([connection.close(), tickets.close()]) };
}

describe('the status of a node', () => {
  it('is shown once more when all nodes of a deploy are there, for Status nodes did not hear it before', async () => {
    const { statuses, started, close } = deployed();
    await delay(80);
    const before = statuses.length;
    started();
    assert.deepEqual(statuses.slice(before), [statuses[before - 1]]);
    await close();
    const closed = statuses.length;
    started();
    assert.equal(statuses.length, closed, 'a closed node shows nothing');
  });
});

describe('messages whose fields are still being evaluated', () => {
  it('are handed over before a deploy closes their node and its connection', async () => {
    const { accepted, submit, close } = deployed();
    const submitted = Array.from({ length: 20 }, () => submit(5));
    await close();
    await Promise.all(submitted);
    assert.equal(accepted.length, 20);
  });

  it('fail where that takes more than a second', async () => {
    const { accepted, submit, close } = deployed();
    const submitted = [submit(5), submit(1_200), submit(5)];
    const results = Promise.allSettled(submitted);
    await close();
    const codes = (await results).map((result) => (result.status === 'rejected' ? (result.reason as { code: string }).code : 'handed over'));
    assert.deepEqual(codes, ['handed over', 'JOURNAL', 'JOURNAL']);
    assert.equal(accepted.length, 1);
  });

  it('do not wait for a dry run that waits for Jira', async () => {
    const { accepted, submit, connection, close } = deployed();
    let answer = (_delivery: Delivery): void => {};
    const promise = new Promise<Delivery>((resolve) => (answer = resolve));
    const ready = connection.ready.bind(connection);
    connection.ready = () => promise;
    const dry = submit(0, { dryRun: true });
    await delay(20);
    connection.ready = ready;
    await submit(0);
    await delay(20);
    assert.equal(accepted.length, 1);
    answer({ preview: () => Promise.resolve({}) } as unknown as Delivery);
    await dry;
    await close();
  });
});
