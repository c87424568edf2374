import { eventually } from '../support/eventually';
import { committed, newGroup, newTopic, produce } from '../support/broker';
import { consumerOf, gate, stopConsumers } from './consuming';

afterEach(stopConsumers);

const messages = (keys: readonly string[], each: number) =>
  Array.from({ length: each }, (_, n) => keys.map((key) => ({ key, value: `${n}` }))).flat();

describe('a consumer', () => {
  it('keeps each key in order while the keys go side by side', async () => {
    const topic = await newTopic('order', 3);
    const keys = Array.from({ length: 20 }, (_, n) => `key-${n}`);
    await produce(topic, messages(keys, 50));
    const seen = new Map<string, number[]>();
    let running = 0;
    let most = 0;
    const groupId = newGroup();
    const consumer = consumerOf({
      groupId,
      topics: [topic],
      handle: async ({ key, value }) => {
        most = Math.max(most, (running += 1));
        await new Promise((resolve) => setTimeout(resolve, Math.random() * 4));
        running -= 1;
        const mine = seen.get(String(key)) ?? [];
        seen.set(String(key), [...mine, Number(value)]);
      },
    });
    await consumer.start();
    await eventually('all is committed', async () => {
      const offsets = await committed(groupId, topic);
      return offsets.reduce((sum, offset) => sum + Math.max(offset, 0), 0) === 1_000;
    });

    const all = Array.from({ length: 50 }, (_, n) => n);
    for (const key of keys) expect(seen.get(key)).toEqual(all);
    expect(most).toBeGreaterThan(5);
  });

  it('runs no more handlers at a time than it may', async () => {
    const topic = await newTopic('slots', 3);
    await produce(topic, messages(['a', 'b', 'c', 'd', 'e', 'f'], 5));
    let running = 0;
    let most = 0;
    let done = 0;
    const handle = async () => {
      most = Math.max(most, (running += 1));
      await new Promise((resolve) => setTimeout(resolve, 2));
      running -= 1;
      done += 1;
    };
    await consumerOf({ groupId: newGroup(), topics: [topic], concurrency: 2, handle }).start();
    await eventually('all are done', () => done === 30);
    expect(most).toBe(2);
  });

  it('holds up only the key whose handler fails, and commits nothing beyond it', async () => {
    const topic = await newTopic('blocked');
    const groupId = newGroup();
    let broken = true;
    const seen: string[] = [];
    const failures: unknown[] = [];
    const consumer = consumerOf({
      groupId,
      topics: [topic],
      metrics: { failed: ({ error }) => failures.push(error) },
      handle: ({ key, value }) => {
        if (broken && String(key) === 'bad') throw new Error('not yet');
        seen.push(`${String(key)} ${String(value)}`);
        return Promise.resolve();
      },
    });
    await produce(topic, [
      { key: 'good', value: '1' },
      { key: 'bad', value: '1' },
      { key: 'good', value: '2' },
      { key: 'bad', value: '2' },
    ]);
    await consumer.start();
    await eventually('the good key goes on', () => seen.length === 2);
    // Also in later batches, again and again.
    for (let n = 3; n < 6; n += 1) {
      await produce(topic, [{ key: 'good', value: `${n}` }]);
      await eventually('the good key goes on', () => seen.includes(`good ${n}`));
    }
    await eventually('the good part is committed', async () => {
      const [offset] = await committed(groupId, topic);
      return offset === 1;
    });
    expect(failures.length).toBeGreaterThan(1);

    broken = false;
    await eventually('all is committed', async () => (await committed(groupId, topic))[0] === 7);
    expect(seen.filter((line) => line.startsWith('bad'))).toEqual(['bad 1', 'bad 2']);
    expect(seen.filter((line) => line.startsWith('good'))).toHaveLength(5);
  });

  it('lets the partition rest when too many wait, and the other partitions go on', async () => {
    const topic = await newTopic('resting', 2);
    const held = gate();
    const seen: string[] = [];
    await consumerOf({
      groupId: newGroup(),
      topics: [topic],
      waitingPerPartition: 10,
      handle: async ({ partition, value }) => {
        if (partition === 0) await held.passed;
        seen.push(`${partition} ${String(value)}`);
      },
    }).start();
    const to = (partition: number, count: number) =>
      Array.from({ length: count }, (_, n) => ({ partition, key: 'k', value: `${n}` }));
    await produce(topic, to(0, 50));
    await produce(topic, to(1, 50));
    await eventually('partition 1 goes on', () => seen.length === 50);
    await produce(topic, to(1, 5));
    await eventually('partition 1 goes on', () => seen.length === 55);

    held.open();
    await eventually('partition 0 is done', () => seen.length === 105);
    const first = seen.filter((line) => line.startsWith('0'));
    expect(first).toEqual(Array.from({ length: 50 }, (_, n) => `0 ${n}`));
  });

  it('outlives a TypeError in a handler, and repeats the record', async () => {
    const topic = await newTopic('type-error');
    await produce(topic, [
      { key: 'a', value: 'not JSON' },
      { key: 'b', value: '{}' },
    ]);
    let tries = 0;
    const seen: string[] = [];
    await consumerOf({
      groupId: newGroup(),
      topics: [topic],
      handle: ({ key, value }) => {
        if (String(key) === 'a' && (tries += 1) < 3) JSON.parse(String(value));
        seen.push(String(key));
        return Promise.resolve();
      },
    }).start();
    await eventually('both are done', () => seen.length === 2);
    expect(seen).toEqual(['b', 'a']);
  });
});
