import assert from 'node:assert/strict';
import type { Item } from '../../../src/lib/delivery/item';
import type { Kind, Lane } from '../../../src/lib/delivery/lanes';
import { Lanes, mergeable } from '../../../src/lib/delivery/lanes';
import { item, update } from './items';

const all = (): boolean => true;

describe('lanes', () => {
  it('let only the first of each go, and different ones side by side', () => {
    const lanes = new Lanes();
    const a1 = item();
    const a2 = update();
    const b1 = item();
    lanes.add('a', a1);
    lanes.add('a', a2);
    lanes.add('b', b1);
    const a = lanes.take(0, all);
    const b = lanes.take(0, all);
    assert.deepEqual([a?.items[0], b?.items[0], lanes.take(0, all)], [a1, b1, undefined]);
    assert.equal(lanes.size, 3);
    assert.ok(a);
    lanes.remove(a1);
    lanes.release(a);
    assert.equal(lanes.take(0, all)?.items[0], a2);
    assert.equal(lanes.size, 2);
  });

  it('are gone when they are empty', () => {
    const lanes = new Lanes();
    const one = item();
    lanes.add('a', one);
    const lane = lanes.take(0, all);
    assert.ok(lane);
    lanes.remove(one);
    lanes.remove(one);
    lanes.release(lane);
    assert.equal(lanes.size, 0);
    assert.deepEqual([...lanes.all()], []);
    assert.notEqual(lanes.add('a', item()), lane);
  });

  it('take more while the last of theirs has ended and they are not yet given back', () => {
    const lanes = new Lanes();
    const one = item();
    const two = update();
    lanes.add('a', one);
    const lane = lanes.take(0, all);
    assert.ok(lane);
    lanes.remove(one);
    assert.equal(lanes.add('a', two), lane);
    assert.equal(lanes.size, 1);
    lanes.release(lane);
    assert.equal(lanes.take(0, all)?.items[0], two);
  });

  it('sleep until it is time, the earliest first', () => {
    const lanes = new Lanes();
    const moments = [50, 10, 40, 20, 30, 20];
    for (const at of moments) {
      lanes.add(`lane ${lanes.size}`, item({ since: at }));
      const lane = lanes.take(0, all);
      assert.ok(lane);
      lanes.release(lane, at);
    }
    assert.equal(lanes.nextWake(), 10);
    assert.equal(lanes.take(9, all), undefined);
    const first = lanes.take(10, all);
    assert.equal(first?.items[0]?.since, 10, 'at the very moment');
    lanes.release(first, 10);
    const woken: number[] = [];
    for (let now = 0; now <= 60; now += 10) for (let lane = lanes.take(now, all); lane; lane = lanes.take(now, all)) woken.push(lane.items[0]?.since ?? 0);
    assert.deepEqual(woken, [10, 20, 20, 30, 40, 50]);
    assert.equal(lanes.nextWake(), Infinity);
  });

  it('sleep as long where the clock is set', () => {
    for (const ms of [-40, 40]) {
      const lanes = new Lanes();
      const [asleep, ready] = [item(), item()];
      lanes.add('a', asleep);
      lanes.release(lanes.take(100, all) as Lane, 150);
      const lane = lanes.add('b', ready);
      lanes.shift(ms);
      assert.equal(lane.wakeAt, 0);
      assert.equal(lanes.nextWake(), 150 + ms);
      assert.equal(lanes.take(149 + ms, all)?.items[0], ready);
      assert.equal(lanes.take(149 + ms, all), undefined);
      assert.equal(lanes.take(150 + ms, all)?.items[0], asleep);
      assert.equal(lanes.nextWake(), Infinity);
    }
  });

  it('keep the moment to which they are put back where the clock is set meanwhile', () => {
    const lanes = new Lanes();
    lanes.add('a', item());
    const lane = lanes.take(0, all) as Lane;
    lane.wakeAt = 50;
    lanes.shift(7);
    lanes.release(lane, lane.wakeAt);
    assert.equal(lanes.nextWake(), 57);
  });

  it('that are emptied while they sleep do not wake', () => {
    const lanes = new Lanes();
    const one = item();
    const lane = lanes.add('a', one);
    lanes.take(0, all);
    lanes.release(lane, 10);
    lanes.hold(lane);
    lanes.remove(one);
    lanes.release(lane);
    assert.equal(lanes.nextWake(), Infinity);
    assert.equal(lanes.take(20, all), undefined);
  });

  it('that are put to sleep anew wake at the new moment alone', () => {
    const lanes = new Lanes();
    const lane = lanes.add('a', item());
    lanes.take(0, all);
    lanes.release(lane, 10);
    lanes.hold(lane);
    lanes.release(lane, 50);
    assert.equal(lanes.take(10, all), undefined);
    assert.equal(lanes.take(50, all), lane);
  });

  it('that are given back without a moment are ready at once', () => {
    const lanes = new Lanes();
    const lane = lanes.add('a', item());
    lanes.take(0, all);
    assert.equal(lanes.hasReady('create'), false);
    lanes.release(lane);
    assert.equal(lanes.nextWake(), Infinity);
    assert.equal(lanes.hasReady('create'), true);
    assert.equal(lanes.hasReady('update'), false);
  });

  it('do not get ahead of others by what comes to them', () => {
    const lanes = new Lanes();
    const [a, b] = [lanes.add('a', item()), lanes.add('b', item())];
    lanes.add('a', item());
    const c = lanes.add('c', item());
    assert.equal(lanes.take(0, all), a);
    lanes.release(a);
    assert.deepEqual([b, c, a].map((lane) => lanes.take(0, all) === lane), [true, true, true]);
  });

  it('do not get ahead of others by what comes to them while they sleep', () => {
    const lanes = new Lanes();
    const a = lanes.add('a', item());
    lanes.take(0, all);
    lanes.release(a, 10);
    lanes.add('a', item());
    const b = lanes.add('b', item());
    assert.deepEqual([lanes.take(10, all), lanes.take(10, all)].map((lane) => lane?.names), [b.names, a.names]);
  });

  it('are passed over by queues that they have left', () => {
    const lanes = new Lanes();
    const automatic = lanes.add('a', update({ automatic: true }));
    lanes.add('a', update());
    assert.equal(lanes.take(0, (kind) => kind === 'update'), automatic);
    assert.equal(lanes.takeOf('automatic update'), undefined, 'it is under way');
    lanes.release(automatic, 10);
    assert.equal(lanes.takeOf('update'), undefined, 'it sleeps');

    const create = item();
    const lane = lanes.add('b', create);
    create.next = 'look up';
    lanes.requeue();
    assert.equal(lanes.waiting('create'), 0);
    assert.equal(lanes.waiting('look up'), 1);
    assert.equal(lanes.takeOf('create'), undefined, 'it is to be looked up');
    assert.equal(lanes.takeOf('look up'), lane);

    const gone = item();
    const empty = lanes.add('c', gone);
    lanes.remove(gone);
    lanes.release(empty);
    assert.equal(lanes.hasReady('create'), false);
    assert.equal(lanes.take(0, all), undefined, 'it is empty');
  });

  it('that two hold go on when both have given them back, at the later of their moments', () => {
    for (const [first, second, until] of [[undefined, 50, 50], [50, undefined, 50], [30, 50, 50], [50, 30, 50]] as const) {
      const lanes = new Lanes();
      lanes.add('a', item());
      const lane = lanes.take(0, all) as Lane;
      lanes.hold(lane);
      lanes.release(lane, first);
      assert.deepEqual([lanes.take(100, all), lanes.nextWake()], [undefined, Infinity]);
      lanes.release(lane, second);
      assert.deepEqual([lanes.nextWake(), lanes.take(until - 1, all), lanes.take(until, all)], [until, undefined, lane]);
    }
  });

  it('that one empties while another holds them take more until both have given them back', () => {
    const lanes = new Lanes();
    const [one, two] = [item(), update()];
    lanes.add('a', one);
    const lane = lanes.take(0, all) as Lane;
    lanes.hold(lane);
    lanes.remove(one);
    lanes.release(lane);
    assert.equal(lanes.add('a', two), lane);
    lanes.release(lane);
    assert.equal(lanes.take(0, all)?.items[0], two);
  });

  it('count what waits once, also where they were kept busy meanwhile', () => {
    const lanes = new Lanes();
    const lane = lanes.add('a', item());
    lanes.add('a', item());
    lanes.hold(lane);
    assert.equal(lanes.waiting('create'), 0);
    assert.equal(lanes.take(0, all), undefined);
    lanes.release(lane);
    assert.equal(lanes.waiting('create'), 2);
  });

  it('with a create that has its ticket go as an update', () => {
    const lanes = new Lanes();
    const lane = lanes.add('a', item({ made: { id: '1', key: 'NET-1', url: '', warnings: '' } }));
    assert.equal(lanes.takeOf('create'), undefined);
    assert.equal(lanes.takeOf('update'), lane);
  });

  it('of a kind that must wait hold up no other', () => {
    const lanes = new Lanes();
    lanes.add('a', item());
    lanes.add('b', update());
    const noCreates = (kind: Kind): boolean => kind !== 'create';
    assert.equal(lanes.take(0, noCreates)?.names[0], 'b');
    assert.equal(lanes.take(0, noCreates), undefined);
    assert.equal(lanes.waiting('create'), 1);
  });

  it('take turns between the kinds', () => {
    const lanes = new Lanes();
    for (let i = 0; i < 4; i++) lanes.add(`c${i}`, item());
    for (let i = 0; i < 2; i++) lanes.add(`u${i}`, update());
    lanes.add('l', item({ next: 'look up' }));
    const order = Array.from({ length: 7 }, () => lanes.take(0, all)?.names[0]?.[0]);
    assert.deepEqual(new Set(order.slice(0, 3)), new Set(['c', 'l', 'u']));
    assert.equal(order.filter(Boolean).length, 7);
  });

  it('let a manual update take the automatic ones before it along', () => {
    const lanes = new Lanes();
    const noAutomatic = (kind: Kind): boolean => kind !== 'automatic update';
    lanes.add('a', update({ automatic: true }));
    assert.equal(lanes.take(0, noAutomatic), undefined);
    assert.equal(lanes.waiting('automatic update'), 1);
    lanes.add('a', update());
    const lane = lanes.take(0, noAutomatic);
    assert.ok(lane);
    assert.equal(mergeable(lane).length, 2);
    assert.equal(lanes.take(0, all), undefined, 'not a second time');
  });

  it('lead a guid and its ticket\'s key to one lane, in the order of acceptance', () => {
    const lanes = new Lanes();
    const create = item();
    const byKey = update();
    const byGuid = update();
    lanes.add('guid', create);
    const lane = lanes.take(0, all);
    assert.ok(lane);
    lanes.add('NET-1', byKey);
    lanes.add('guid', byGuid);
    lanes.remove(create);
    lanes.join(lane, 'NET-1');
    lanes.join(lane, 'NET-1');
    lanes.release(lane);
    assert.deepEqual(lane.items, [byKey, byGuid]);
    const later = update();
    lanes.add('NET-1', later);
    assert.equal(lanes.take(0, all), lane);
    assert.equal(lanes.take(0, all), undefined);
    assert.equal(lane.items.length, 3);
  });

  it('join one that is under way too, and go on when both are given back, at the later of their moments', () => {
    for (const [first, second] of [[0, 1], [1, 0]] as const) {
      for (const [earlier, later] of [[undefined, 50], [50, undefined]] as const) {
        const lanes = new Lanes();
        const [byKey, behind, byGuid] = [update(), update(), update()];
        lanes.add('NET-1', byKey);
        lanes.add('guid', byGuid);
        lanes.add('NET-1', behind);
        const both = [lanes.take(0, all), lanes.take(0, all)] as [Lane, Lane];
        lanes.join(both[1], 'NET-1');
        lanes.join(both[0], 'guid');
        lanes.remove(byKey);
        lanes.release(both[first], earlier);
        assert.deepEqual([lanes.take(100, all), lanes.nextWake()], [undefined, Infinity]);
        lanes.release(both[second], later);
        assert.deepEqual([lanes.take(49, all), lanes.take(50, all)?.items], [undefined, [behind, byGuid]]);
      }
    }
  });

  it('join one that sleeps, and do not go on before its moment', () => {
    const lanes = new Lanes();
    lanes.add('NET-1', update());
    lanes.release(lanes.take(0, all) as Lane, 50);
    lanes.add('guid', update());
    const lane = lanes.take(0, all) as Lane;
    lanes.join(lane, 'NET-1');
    lanes.release(lane, 10);
    assert.deepEqual([lanes.take(49, all), lanes.take(50, all)], [undefined, lane]);
  });

  it('join what has joined others', () => {
    const lanes = new Lanes();
    const items = [update(), update(), update()];
    for (const [i, one] of items.entries()) lanes.add(`guid ${i}`, one);
    const each = items.map(() => lanes.take(0, all) as Lane);
    lanes.join(each[1] as Lane, 'guid 0');
    lanes.join(each[2] as Lane, 'guid 1');
    lanes.join(each[0] as Lane, 'NET-1');
    for (const lane of each) {
      assert.equal(lanes.take(0, all), undefined);
      lanes.release(lane);
    }
    assert.deepEqual(lanes.take(0, all)?.items, items);
    assert.equal(lanes.add('NET-1', update()), each[2]);
  });

  it('join however many wait, and leave nothing behind', () => {
    const lanes = new Lanes();
    const create = item();
    const lane = lanes.add('guid', create);
    lanes.take(0, all);
    const joined = lanes.add('NET-1', update());
    while (joined.items.length < 150_000) joined.items.push(update()); // more than a function takes arguments
    for (let name = 0; name < 150_000; name += 1) lanes.join(joined, `guid ${name}`);
    lanes.join(lane, 'NET-1');
    assert.equal(lane.items.length, 150_001);
    assert.equal(lane.names.length, 150_002);
    assert.equal(lane.items[0], create);
    lanes.release(joined);
    assert.equal(lanes.add('NET-1', update()), lane, 'the name leads to the lane that has taken it over');
  });

  it('take a new name where no lane has it', () => {
    const lanes = new Lanes();
    const lane = lanes.add('guid', item());
    lanes.join(lane, 'NET-1');
    assert.deepEqual(['guid', 'NET-1', 'NET-2'].map((name) => lanes.has(name)), [true, true, false]);
    assert.equal(lanes.add('NET-1', update()), lane);
    lanes.requeue();
    assert.equal(lanes.take(0, all), lane);
  });
});

describe('updates that may travel as one', () => {
  it('end at a create, and at one that must go alone', () => {
    const lane = (...items: Item[]) => ({ names: ['a'], items, state: 'ready' as const, holders: 0, wakeAt: 0 });
    const [a, b, c] = [update(), update(), update()];
    assert.deepEqual(mergeable(lane(a, b, item(), c)), [a, b]);
    const alone = update({ alone: true });
    assert.deepEqual(mergeable(lane(a, alone, c)), [a]);
    assert.deepEqual(mergeable(lane(alone, a)), [alone]);
    const withSteps = update({ alone: false, steps: true });
    assert.deepEqual(mergeable(lane(withSteps, a)), [withSteps]);
    assert.deepEqual(mergeable(lane(a, withSteps)), [a]);
    assert.equal(mergeable(lane(...Array.from({ length: 200 }, () => update()))).length, 100);
  });
});
