import { PoisonRecord, type PoisonReason, type ReceivedRecord } from '@booking-payment/events';
import { createWire } from '../kafka/wire';
import { eventually } from '../support/eventually';
import {
  brokers,
  committed,
  newGroup,
  newTopic,
  produce,
  readAll,
  textOf,
} from '../support/broker';
import { consumerOf, stopConsumers } from './consuming';

afterEach(stopConsumers);

const poison = (reason: PoisonReason) => (record: ReceivedRecord) => {
  if (String(record.key) === 'bad') throw new PoisonRecord(reason, `value: ${reason}`);
  return Promise.resolve();
};

describe('a poisonous record', () => {
  it.each(['schema', 'signature', 'unknown-type', 'refused'] as const)(
    'goes to the dead letters as %s, and the partition goes on',
    async (reason) => {
      const [topic, deadLetters] = [await newTopic('poison'), await newTopic('dlq')];
      const groupId = newGroup();
      const told: string[] = [];
      await produce(topic, [
        { key: 'good', value: '1' },
        { key: 'bad', value: 'x', headers: { ce_id: 'e-1' }, timestamp: '1700000000000' },
        { key: 'bad', value: 'y' },
        { key: 'good', value: '2' },
      ]);
      await consumerOf({
        ...{ groupId, topics: [topic], deadLetters, handle: poison(reason) },
        metrics: { deadLetter: ({ reason }) => told.push(reason) },
      }).start();
      await eventually('all is committed', async () => (await committed(groupId, topic))[0] === 4);

      const letters = await readAll(deadLetters);
      expect(letters.map(({ value }) => String(value))).toEqual(['x', 'y']);
      expect(textOf(letters[0]!.headers)).toMatchObject({
        ce_id: 'e-1',
        'dlq-original-topic': topic,
        'dlq-original-partition': '0',
        'dlq-original-offset': '1',
        'dlq-original-timestamp': '1700000000000',
        'dlq-consumer-group': groupId,
        'dlq-reason': reason,
        'dlq-error-class': 'PoisonRecord',
        'dlq-error-message': `value: ${reason}`,
        'dlq-attempts': '1',
        'dlq-failed-at': expect.stringMatching(/^\d{4}-.*Z$/) as string,
        'dlq-replay-count': '0',
      });
      expect(told).toEqual([reason, reason]);
    },
  );

  it('keeps its bytes: key, value, repeated and binary headers; old dlq headers make way', async () => {
    const [topic, deadLetters] = [await newTopic('bytes'), await newTopic('dlq')];
    const binary = Buffer.from([0, 255, 254, 10]);
    await produce(topic, [
      {
        key: Buffer.concat([Buffer.from('bad'), binary]),
        value: binary,
        headers: {
          raw: binary,
          twice: ['one', 'two'],
          'dlq-reason': 'old',
          'dlq-other': 'old',
          'dlq-replay-count': '3',
        },
      },
      { key: null, value: null },
    ]);
    const seen: ReceivedRecord[] = [];
    await consumerOf({
      ...{ groupId: newGroup(), topics: [topic], deadLetters },
      handle: (record) => {
        seen.push(record);
        throw new PoisonRecord('schema', 'no use');
      },
    }).start();
    await eventually(
      'both are dead letters',
      async () => (await readAll(deadLetters)).length === 2,
    );

    const letters = await readAll(deadLetters);
    const [kept, empty] = [letters.find(({ key }) => key), letters.find(({ key }) => !key)];
    expect(kept!.key).toEqual(Buffer.concat([Buffer.from('bad'), binary]));
    expect(kept!.value).toEqual(binary);
    expect(kept!.headers['raw']).toEqual(binary);
    expect(kept!.headers['twice']).toEqual([Buffer.from('one'), Buffer.from('two')]);
    expect(textOf(kept!.headers)).toMatchObject({
      'dlq-reason': 'schema',
      'dlq-replay-count': '3',
    });
    expect(kept!.headers['dlq-other']).toBeUndefined();
    expect(empty!.value).toBeNull();
    expect(seen.find(({ key }) => key)!.headers['twice']).toBe('two');
  });

  it('names no address, secret or card in its message', async () => {
    const [topic, deadLetters] = [await newTopic('redacted'), await newTopic('dlq')];
    await produce(topic, [{ key: 'bad', value: 'x' }]);
    const message =
      'jo@example.com pi_3Q_secret_abc 4242 4242 4242 4242 sk_test_1 ' + 'x'.repeat(2_000);
    await consumerOf({
      ...{ groupId: newGroup(), topics: [topic], deadLetters },
      handle: () => Promise.reject(new PoisonRecord('schema', message)),
    }).start();
    await eventually('it is a dead letter', async () => (await readAll(deadLetters)).length === 1);
    const text = textOf((await readAll(deadLetters))[0]!.headers)['dlq-error-message']!;
    expect(text).toMatch(/^\[address\] \[secret\] \[number\] \[key\] x+$/);
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(1_000);
  });

  it.each([
    ['is compressed when only so it fits', 1_048_588, true],
    ['is cut to its headers when it fits in no way', 1_500, false],
  ])('as large as its topic allows %s', async (_, limit, whole) => {
    const value = randomText(1_048_000); // gzip takes a fifth of it away
    const topic = await newTopic('large');
    const deadLetters = await newTopic('dlq', 1, { 'max.message.bytes': String(limit) });
    const groupId = newGroup();
    await produce(topic, [
      { key: 'bad', value },
      { key: 'good', value: '1' },
    ]);
    await consumerOf({ groupId, topics: [topic], deadLetters, handle: poison('schema') }).start();
    await eventually('all is committed', async () => (await committed(groupId, topic))[0] === 2);
    const [letter] = await readAll(deadLetters);
    expect(letter!.value?.length).toBe(whole ? value.length : undefined);
    expect(textOf(letter!.headers)).toMatchObject({ 'dlq-original-offset': '0' });
    expect(letter!.headers['dlq-value']?.toString()).toBe(whole ? undefined : 'too large');
  });

  it('is there at least once when the answers of Kafka get lost', async () => {
    const [topic, deadLetters] = [await newTopic('lossy'), await newTopic('dlq')];
    const groupId = newGroup();
    const wire = createWire();
    // Now and then so many in a row that kafkajs gives up as well.
    wire.answer = () => (wire.produceRequests % 12 < 6 ? 'is lost' : 'passes');
    await produce(
      topic,
      Array.from({ length: 20 }, (_, n) => ({ key: `k${n}`, value: `${n}` })),
    );
    await consumerOf({
      ...{ groupId, topics: [topic], deadLetters },
      kafka: { clientId: 'test', brokers, socketFactory: wire.socketFactory },
      handle: () => Promise.reject(new PoisonRecord('schema', 'no use')),
    }).start();
    const all = async () => (await committed(groupId, topic))[0] === 20;
    await eventually('all is committed', all, { withinMs: 40_000 });
    const kept = new Set((await readAll(deadLetters)).map(({ value }) => String(value)));
    expect(kept.size).toBe(20);
  });

  it('stays where it is until its dead letter is acknowledged', async () => {
    const topic = await newTopic('unacknowledged');
    const groupId = newGroup();
    let letters = 0;
    let refused = true;
    await produce(topic, [
      { key: 'bad', value: 'x' },
      { key: 'good', value: '1' },
    ]);
    await consumerOf({
      ...{ groupId, topics: [topic], handle: poison('schema') },
      deadLetters: {
        publish: () => {
          letters += 1;
          return refused ? Promise.reject(new Error('not now')) : Promise.resolve();
        },
      },
    }).start();
    await eventually('it is tried again', () => letters > 2);
    expect(await committed(groupId, topic)).toEqual([-1]);
    refused = false;
    await eventually('all is committed', async () => (await committed(groupId, topic))[0] === 2);
  });
});

function randomText(length: number): string {
  const letter = () => String.fromCharCode(33 + Math.floor(Math.random() * 90));
  return Array.from({ length }, letter).join('');
}
