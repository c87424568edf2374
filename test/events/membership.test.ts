import { connect } from 'node:net';
import type { ISocketFactory } from 'kafkajs';
import { eventually } from '../support/eventually';
import { brokers, committed, newGroup, newTopic, produce } from '../support/broker';
import { consumerOf, gate, stopConsumers } from './consuming';

afterEach(stopConsumers);

const numbered = (count: number, keys = 5) =>
  Array.from({ length: count }, (_, n) => ({ key: `k${n % keys}`, value: `${n}` }));
const sum = (offsets: readonly number[]) =>
  offsets.reduce((total, offset) => total + Math.max(offset, 0), 0);

describe('a consumer that stops in the middle of a batch', () => {
  it('waits for what runs, commits it and nothing more, and the next one goes on there', async () => {
    const topic = await newTopic('stops');
    const groupId = newGroup();
    await produce(topic, numbered(100));
    const held = gate();
    const first: number[] = [];
    const began: number[] = [];
    const consumer = consumerOf({
      ...{ groupId, topics: [topic], concurrency: 3 },
      handle: async ({ value }) => {
        began.push(Number(value));
        if (Number(value) >= 20) await held.passed;
        first.push(Number(value));
      },
    });
    await consumer.start();
    await eventually('some are on their way', () => began.length >= 23);
    const stopped = consumer.stop();
    held.open();
    await stopped;

    expect(first).toHaveLength(23);
    expect(await committed(groupId, topic)).toEqual([23]);
    const second: number[] = [];
    const handle = ({ value }: { value: Buffer | null }) =>
      Promise.resolve(void second.push(Number(value)));
    await consumerOf({ groupId, topics: [topic], handle }).start();
    await eventually('the rest is done', () => second.length === 77);
    expect(new Set([...first, ...second]).size).toBe(100);
  });

  it('lets go of a record that fails again and again, and does not commit it', async () => {
    const topic = await newTopic('lets-go');
    const groupId = newGroup();
    await produce(topic, numbered(10, 2));
    let failures = 0;
    const consumer = consumerOf({
      ...{ groupId, topics: [topic], backoff: { firstMs: 10, maxMs: 60_000 } },
      metrics: { failed: () => (failures += 1) },
      handle: ({ value }) =>
        Number(value) === 4 ? Promise.reject(new Error('away')) : Promise.resolve(),
    });
    await consumer.start();
    await eventually('it fails for long', () => failures > 4);
    const since = Date.now();
    await consumer.stop();
    expect(Date.now() - since).toBeLessThan(3_000);
    expect(await committed(groupId, topic)).toEqual([4]);
  });

  it('commits what ends while it stops, also when its batch was left to itself', async () => {
    const topic = await newTopic('slow');
    const groupId = newGroup();
    const held = gate();
    const began: string[] = [];
    const wire = fetchesCounted();
    const consumer = consumerOf({
      ...{ groupId, topics: [topic], timing: { commitIntervalMs: 60_000 } },
      kafka: { clientId: 'test', brokers, socketFactory: wire.socketFactory },
      handle: ({ key }) => {
        began.push(String(key));
        return String(key) === 'slow' ? held.passed : Promise.resolve();
      },
    });
    await consumer.start();
    await produce(topic, [{ key: 'slow', value: '1' }]);
    await eventually('it is on its way', () => began.length === 1);
    await produce(topic, [{ key: 'quick', value: '1' }]);
    await eventually('the next batch came', () => began.length === 2);
    const { fetches } = wire;
    await eventually('no batch is waited for', () => wire.fetches > fetches + 1);
    const stopped = consumer.stop();
    held.open();
    await stopped;
    expect(await committed(groupId, topic)).toEqual([2]);
  });

  it('does not wait longer than it was told', async () => {
    const topic = await newTopic('hangs');
    await produce(topic, numbered(1));
    const [begun, never] = [gate(), gate()];
    const consumer = consumerOf({
      ...{ groupId: newGroup(), topics: [topic] },
      handle: () => (begun.open(), never.passed),
    });
    await consumer.start();
    await begun.passed;
    const since = Date.now();
    await consumer.stop(500);
    expect(Date.now() - since).toBeLessThan(1_500);
    never.open();
  });
});

describe('two consumers of a group', () => {
  it('share the partitions; a rebalance in the middle of work loses nothing and keeps the order', async () => {
    const topic = await newTopic('rebalance', 4);
    const groupId = newGroup();
    const done: { who: string; key: string; n: number }[] = [];
    let overlapping = 0;
    const running = new Set<string>();
    const member = (who: string) =>
      consumerOf({
        ...{ groupId, topics: [topic], concurrency: 8 },
        handle: async ({ key, value }) => {
          if (running.has(String(key))) overlapping += 1;
          running.add(String(key));
          await new Promise((resolve) => setTimeout(resolve, 5));
          running.delete(String(key));
          done.push({ who, key: String(key), n: Number(value) });
        },
      });
    const a = member('a');
    await a.start();
    await produce(topic, numbered(2_000, 40));
    await eventually('a works', () => done.length > 100);
    const b = member('b');
    await b.start();
    await eventually('b works too', () => done.some(({ who }) => who === 'b'));
    expect((await b.health()).assigned[topic]).toHaveLength(2);
    await a.stop();
    await eventually(
      'all is committed',
      async () => sum(await committed(groupId, topic)) === 2_000,
      {
        withinMs: 20_000,
      },
    );

    expect(new Set(done.map(({ n }) => n)).size).toBe(2_000);
    expect(overlapping).toBe(0);
    for (const key of new Set(done.map(({ key }) => key))) {
      // First occurrences are in order; what comes twice comes late.
      const first = [...new Set(done.filter((one) => one.key === key).map(({ n }) => n))];
      expect(first).toEqual([...first].sort((x, y) => x - y));
    }
  });

  it('never work on one key at the same time, also while it changes hands', async () => {
    const topic = await newTopic('hand-over', 2);
    const groupId = newGroup();
    const done: number[] = [];
    const running = new Set<string>();
    const overlapping: string[] = [];
    const owners = new Set<string>();
    const member = (who: string) =>
      consumerOf({
        ...{ groupId, topics: [topic] },
        handle: async ({ key, value }) => {
          if (running.has(String(key))) overlapping.push(String(key));
          running.add(String(key));
          owners.add(who);
          // So slow that Kafka would hand the partition out before it has ended.
          await new Promise((resolve) => setTimeout(resolve, 500));
          running.delete(String(key));
          done.push(Number(value));
        },
      });
    await produce(topic, numbered(100, 10));
    await member('a').start();
    await eventually('a works', () => done.length > 0);
    await member('b').start();
    await eventually('all is committed', async () => sum(await committed(groupId, topic)) === 100);
    expect(owners.size).toBe(2);
    expect(overlapping).toEqual([]);
    expect(new Set(done).size).toBe(100);
  });

  it('a key that fails moves on with its partition, and is done once it can be', async () => {
    const topic = await newTopic('moves', 2);
    const groupId = newGroup();
    let broken = true;
    const done: number[] = [];
    const options = {
      ...{ groupId, topics: [topic] },
      handle: ({ value }: { value: Buffer | null }) => {
        if (broken && Number(value) % 10 === 3) throw new Error('away');
        done.push(Number(value));
        return Promise.resolve();
      },
    };
    const a = consumerOf(options);
    await a.start();
    await produce(topic, numbered(50, 10));
    await eventually('what can be done is done', () => new Set(done).size === 45);
    await consumerOf(options).start();
    await a.stop();
    broken = false;
    await eventually('all is committed', async () => sum(await committed(groupId, topic)) === 50);
    expect(new Set(done).size).toBe(50);
    expect(done.filter((n) => n % 10 === 3)).toEqual([3, 13, 23, 33, 43]);
  });
});

/** How often kafkajs has asked for records: it does so when no batch is waited for. */
function fetchesCounted() {
  const FETCH = 1;
  const socketFactory: ISocketFactory = ({ host, port, onConnect }) => {
    const socket = connect({ host, port }, onConnect);
    const write = socket.write.bind(socket) as (data: Buffer, encoding: BufferEncoding) => boolean;
    socket.write = ((data: Buffer, encoding: BufferEncoding) => {
      if (data.readInt16BE(4) === FETCH) counted.fetches += 1;
      return write(data, encoding);
    }) as typeof socket.write;
    return socket;
  };
  const counted = { fetches: 0, socketFactory };
  return counted;
}
