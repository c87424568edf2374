import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import type { ISocketFactory } from 'kafkajs';
import { eventually } from '../support/eventually';
import { brokers, committed, newGroup, newTopic, produce } from '../support/broker';
import { consumerOf, stopConsumers } from './consuming';

afterEach(stopConsumers);

/** What the two bits of a batch's head mean that Kafka itself has written. */
const CODECS = { gzip: 1, snappy: 2, lz4: 3, zstd: 4 } as const;
type Compression = keyof typeof CODECS;

/** Every size that matters: some bytes, more than a chunk or block, and what hardly compresses. */
const VALUES = [
  ...Array.from({ length: 500 }, (_, n) => JSON.stringify({ n, note: 'booking '.repeat(n % 60) })),
  'x'.repeat(300_000),
  Array.from({ length: 60_000 }, (_, n) => ((n * 2_654_435_761) >>> 7).toString(36)).join(''),
];

describe.each(Object.keys(CODECS) as Compression[])('records compressed with %s', (compression) => {
  it('are read, in order and to the byte', async () => {
    const topic = await newTopic(compression, 1, { 'compression.type': compression });
    const groupId = newGroup();
    const seen: string[] = [];
    await consumerOf({
      ...{ groupId, topics: [topic] },
      handle: ({ value }) => Promise.resolve(void seen.push(String(value))),
    }).start();
    await produce(topic, [{ key: 'a', value: 'alone' }]);
    await produce(
      topic,
      VALUES.map((value) => ({ key: 'a', value })),
    );
    await eventually(
      'all are committed',
      async () => (await committed(groupId, topic))[0] === VALUES.length + 1,
    );
    expect(seen).toHaveLength(VALUES.length + 1);
    expect(['alone', ...VALUES].every((value, n) => seen[n] === value)).toBe(true);
    // That Kafka has compressed them at all, as a producer would.
    const batches = batchesOf(topic);
    expect(batches.map(({ codec }) => codec)).toEqual([CODECS[compression], CODECS[compression]]);
    expect(batches[1]!.bytes).toBeLessThan(VALUES.join('').length / 1.5);
  });
});

describe('a batch that cannot be read', () => {
  const MARKER = 'unmistakable';

  it('is named with its topic, partition and offsets, and nothing is skipped', async () => {
    const topic = await newTopic('broken', 3, { 'compression.type': 'zstd' });
    await produce(topic, [{ value: 'one', partition: 1 }]);
    await produce(topic, [
      { value: 'two', partition: 1 },
      { value: MARKER, partition: 1 },
    ]);
    await produce(topic, [{ value: 'four', partition: 0 }]);
    const groupId = newGroup();
    const message = await lastWordsOf(groupId, topic, (data) => {
      const begin = data.lastIndexOf(Buffer.from('28b52ffd', 'hex'), data.indexOf(MARKER));
      data.fill(0, begin, begin + 4);
    });
    expect(message).toContain(`${topic}, partition 1: records from offset 1 to 2 cannot be read`);
    expect(message).toContain('(zstd: invalid zstd data)');
    expect(message).toContain("set the group's offset there to 3.");
    expect(await committed(groupId, topic)).toEqual([-1, -1, -1]);
  });

  it('is named as nearly as can be where its records are not compressed', async () => {
    const topic = await newTopic('torn', 2);
    await produce(topic, [{ value: 'one', partition: 0 }]);
    await produce(topic, [{ value: MARKER, partition: 1 }]);
    const message = await lastWordsOf(newGroup(), topic, (data) => {
      const record = data.indexOf(MARKER) - RECORD_HEAD_BYTES;
      data.writeInt32BE(1_000, record - 4); // so many records, says the batch's head
    });
    expect(message).toContain(`${topic}, partition 1: records at offset 0 or soon after cannot`);
  });

  const RECORD_HEAD_BYTES = 6; // of a record without a key

  /** With what it gives up whose answers are garbled wherever the marker is in them. */
  async function lastWordsOf(groupId: string, topic: string, garble: (data: Buffer) => void) {
    const fatal: Error[] = [];
    const socketFactory = garbling((data) => {
      if (data.includes(MARKER)) garble(data);
    });
    const starting = consumerOf({
      ...{ groupId, topics: [topic], timing: { crashesBeforeFatal: 2 } },
      kafka: { clientId: 'test', brokers, socketFactory },
      onFatal: (error) => fatal.push(error),
      handle: () => Promise.resolve(),
    }).start();
    await starting.catch(() => undefined); // it may have joined before
    await eventually('it gives up', () => fatal.length > 0, { withinMs: 20_000 });
    return fatal[0]!.message;
  }
});

/** Batches of a topic's first partition, as Kafka has stored them. */
function batchesOf(topic: string): { codec: number; bytes: number }[] {
  const folder = join(process.env['TEST_KAFKA_DIR']!, 'data', `${topic}-0`);
  const log = readFileSync(join(folder, `${'0'.repeat(20)}.log`));
  const batches = [];
  for (let at = 0; at < log.length;) {
    const bytes = 12 + log.readInt32BE(at + 8);
    batches.push({ codec: log.readInt16BE(at + 21) & 0x07, bytes });
    at += bytes;
  }
  return batches;
}

/** What Kafka answers passes through other hands. */
function garbling(garble: (data: Buffer) => void): ISocketFactory {
  return ({ host, port, onConnect }) => {
    const socket = connect({ host, port }, onConnect);
    const emit = socket.emit.bind(socket) as (event: string, ...args: unknown[]) => boolean;
    socket.emit = ((event: string, ...args: unknown[]) => {
      if (event === 'data') garble(args[0] as Buffer);
      return emit(event, ...args);
    }) as typeof socket.emit;
    return socket;
  };
}
