import { connect } from 'node:net';
import { Kafka, logLevel, type ISocketFactory } from 'kafkajs';
import { createWire } from '../kafka/wire';
import { eventually } from '../support/eventually';
import { startBroker } from '../support/kafka';
import { scratch } from '../support/scratch';
import { brokers, committed, newGroup, newTopic, produce } from '../support/broker';
import { consumerOf, gate, stopConsumers } from './consuming';

afterEach(stopConsumers);

describe('a consumer', () => {
  it('is built again after a crash that kafkajs calls final, and goes on where it was', async () => {
    const topic = await newTopic('crash');
    const groupId = newGroup();
    const garbler = createGarbler();
    const seen: string[] = [];
    const errors: string[] = [];
    const consumer = consumerOf({
      ...{ groupId, topics: [topic], fromBeginning: true },
      kafka: { clientId: 'test', brokers, socketFactory: garbler.socketFactory },
      logger: { ...quiet, error: (_, message) => errors.push(message) },
      handle: ({ value }) => Promise.resolve(void seen.push(String(value))),
    });
    await consumer.start();
    await produce(topic, [{ key: 'a', value: '1' }]);
    await eventually('it is committed', async () => (await committed(groupId, topic))[0] === 1);

    garbler.next();
    await eventually('it has crashed', () => errors.includes('the consumer has crashed'));
    await produce(topic, [{ key: 'a', value: '2' }]);
    await eventually('it goes on', async () => (await committed(groupId, topic))[0] === 2);
    expect(seen).toEqual(['1', '2']);
  });

  it('waits for a topic that comes later', async () => {
    const later = `later-${newGroup()}`;
    const seen: string[] = [];
    const crashed = gate();
    const starting = consumerOf({
      ...{ groupId: newGroup(), topics: [later], timing: { crashesBeforeFatal: 1_000 } },
      logger: { ...quiet, error: () => crashed.open() },
      handle: ({ value }) => Promise.resolve(void seen.push(String(value))),
    }).start();
    await crashed.passed;
    await newTopic('other').then(() => produceNew(later));
    await starting;
    await eventually('it is read', () => seen.length === 1);
  });

  it('gives up in the end, and says so to its owner', async () => {
    const fatal: Error[] = [];
    const consumer = consumerOf({
      ...{ groupId: newGroup(), topics: ['no-such-topic'], timing: { crashesBeforeFatal: 3 } },
      handle: () => Promise.resolve(),
      onFatal: (error) => fatal.push(error),
    });
    await expect(consumer.start()).rejects.toThrow();
    expect(fatal).toHaveLength(1);
    expect(await consumer.health()).toMatchObject({ healthy: false, state: 'given up' });
  });

  it.each(['refusing', 'black hole'] as const)(
    'waits for a broker that is %s without giving up, is unhealthy meanwhile, and loses nothing',
    async (state) => {
      const topic = await newTopic('away');
      const groupId = newGroup();
      const wire = createWire();
      const { socketFactory } = wire;
      const seen: string[] = [];
      const fatal: Error[] = [];
      const consumer = consumerOf({
        ...{ groupId, topics: [topic], timing: { crashesBeforeFatal: 1 } },
        kafka: {
          ...{ clientId: 'test', brokers, socketFactory },
          ...{ connectionTimeoutMs: 200, requestTimeoutMs: 500 },
        },
        onFatal: (error) => fatal.push(error),
        handle: ({ value }) => Promise.resolve(void seen.push(String(value))),
      });
      await consumer.start();
      await produce(topic, [{ key: 'a', value: '1' }]);
      await eventually('it is committed', async () => (await committed(groupId, topic))[0] === 1);
      expect(await consumer.health()).toMatchObject({ healthy: true, state: 'consuming' });

      wire.state = state;
      await produce(topic, [{ key: 'a', value: '2' }]);
      await eventually('it is unhealthy', async () => !(await consumer.health()).healthy, {
        withinMs: 20_000,
      });
      expect((await consumer.health()).state).toBe('away');

      wire.state = 'open';
      await eventually('it goes on', async () => (await committed(groupId, topic))[0] === 2, {
        withinMs: 30_000,
      });
      await eventually('it is well', async () => (await consumer.health()).healthy);
      expect([...new Set(seen)]).toEqual(['1', '2']);
      expect(fatal).toEqual([]);
    },
  );

  it('goes on after its broker was killed and started again', async () => {
    const { dir, remove } = scratch('events-restarts');
    const broker = await startBroker(dir);
    try {
      const admin = new Kafka({ brokers: [...broker.brokers], logLevel: logLevel.NOTHING }).admin();
      await admin.connect();
      await admin.createTopics({ topics: [{ topic: 'restart' }], waitForLeaders: false });
      await admin.disconnect();
      const seen: string[] = [];
      const consumer = consumerOf({
        ...{ groupId: newGroup(), topics: ['restart'] },
        kafka: { clientId: 'test', brokers: broker.brokers },
        handle: ({ value }) => Promise.resolve(void seen.push(String(value))),
      });
      await consumer.start();
      await produce('restart', [{ key: 'a', value: '1' }], broker.brokers);
      await eventually('it is read', () => seen.length === 1);
      await broker.stop('SIGKILL');
      await broker.start();
      await produce('restart', [{ key: 'a', value: '2' }], broker.brokers);
      await eventually('it goes on', () => seen.includes('2'), { withinMs: 40_000 });
      await consumer.stop();
    } finally {
      await broker.stop('SIGKILL');
      remove();
    }
  });

  it('sees what waits, partition by partition, also where nothing has moved', async () => {
    const topic = await newTopic('lag', 3);
    const groupId = newGroup();
    const held = gate();
    const to = (partition: number, count: number) =>
      Array.from({ length: count }, () => ({ partition, key: 'k', value: 'v' }));
    await produce(topic, [...to(0, 5), ...to(2, 1)]);
    const consumer = consumerOf({
      ...{ groupId, topics: [topic] },
      handle: ({ partition }) => (partition === 0 ? held.passed : Promise.resolve()),
    });
    const lags = async () =>
      (await consumer.lag()).sort((a, b) => a.partition - b.partition).map(({ lag }) => lag);
    expect(await lags()).toEqual([5, 0, 1]);
    await consumer.start();
    await eventually('partition 2 is done', async () => (await lags())[2] === 0);
    expect(await lags()).toEqual([5, 0, 0]);
    expect((await consumer.lag()).every(({ assigned }) => assigned)).toBe(true);
    held.open();
    await eventually('all is done', async () => (await lags())[0] === 0);
  });
});

const nothing = () => undefined;
const quiet = { debug: nothing, info: nothing, warn: nothing, error: nothing };

async function produceNew(topic: string): Promise<void> {
  const admin = new Kafka({ brokers: [...brokers], logLevel: logLevel.NOTHING }).admin();
  await admin.connect();
  await admin.createTopics({ topics: [{ topic }], waitForLeaders: false });
  await admin.disconnect();
  await eventually('it can be written', async () => {
    await produce(topic, [{ key: 'a', value: '1' }]);
    return true;
  });
}

/** Makes nonsense of the next answer to a fetch: kafkajs cannot read it, and dies. */
function createGarbler(): { socketFactory: ISocketFactory; next(): void } {
  const FETCH = 1;
  let armed = false;
  return {
    next: () => (armed = true),
    socketFactory: ({ host, port, onConnect }) => {
      const socket = connect({ host, port }, onConnect);
      const write = socket.write.bind(socket) as (
        data: Buffer,
        encoding: BufferEncoding,
      ) => boolean;
      const emit = socket.emit.bind(socket) as (event: string, ...args: unknown[]) => boolean;
      let fetching = false;
      socket.write = ((data: Buffer, encoding: BufferEncoding) => {
        fetching = data.readInt16BE(4) === FETCH;
        return write(data, encoding);
      }) as typeof socket.write;
      socket.emit = ((event: string, ...args: unknown[]) => {
        if (event === 'data' && fetching && armed) {
          armed = false;
          (args[0] as Buffer).fill(0x7f, 8); // after the length and the correlation id
        }
        return emit(event, ...args);
      }) as typeof socket.emit;
      return socket;
    },
  };
}
