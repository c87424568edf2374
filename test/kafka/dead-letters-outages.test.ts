import { createKafka } from '../../src/kafka/client';
import { Publisher } from '../../src/kafka/publisher';
import { readLetters } from '../../src/dead-letters/reading';
import { replayLetters } from '../../src/dead-letters/replaying';
import { brokers, makeTopic, produce } from '../support/broker';
import { letter, newShelf, valuesIn, type Shelf } from './letters';
import { silent } from './publishing';
import { createWire } from './wire';

/** Three letters, and a replay on a wire that can be cut. */
async function setUp() {
  const shelf = await newShelf();
  const topic = await makeTopic(shelf.topic('in'), 1, { 'retention.ms': '-1' });
  const died = (offset: number) => letter({ key: 'k', value: String(offset) }, { topic, offset });
  await produce(shelf.deadLetters, [0, 1, 2].map(died));
  return { shelf, topic, ...replayOn(shelf) };
}

function replayOn({ deadLetters, prefix }: Shelf) {
  const wire = createWire();
  const options = { clientId: 'test', brokers, logger: silent };
  const publishing = createKafka({ ...options, socketFactory: wire.socketFactory });
  const kafka = createKafka(options);
  const said: string[] = [];
  const stopping = new AbortController();

  async function run(): Promise<boolean> {
    said.length = 0;
    const publisher = new Publisher({ kafka: publishing, logger: silent });
    const groupPrefix = prefix;
    const read = { kafka, topic: deadLetters, groupPrefix, keepValue: () => true };
    const well = await replayLetters(
      (await readLetters(read))!,
      { again: false, dryRun: false },
      {
        ...{ kafka, deadLetters, now: Date.now, stopping: stopping.signal },
        publish: (records) => publisher.publish(records),
        say: (text) => said.push(text),
        inWords: () => 'It was cut.',
      },
    );
    await publisher.disconnect();
    return well;
  }
  return { wire, said, stopping, run };
}

describe('a replay that loses Kafka', () => {
  it('says what is done and what is not, and goes on the next time', async () => {
    const { topic, wire, said, run } = await setUp();
    wire.answer = () => {
      if (wire.produceRequests === 3) wire.state = 'refusing'; // the second letter
      return 'passes';
    };
    expect(await run()).toBe(false);
    expect(said.slice(1)).toEqual([
      'Letter 1 was not acknowledged, and may have arrived all the same. It was cut.',
      '1 dead letter replayed, 0 skipped, 0 refused.',
      'Not replayed: 1, 2. Run the command again: it skips what was replayed.',
    ]);

    wire.state = 'open';
    wire.answer = () => 'passes';
    expect(await run()).toBe(true);
    expect(said.at(-1)).toBe('2 dead letters replayed, 1 skipped, 0 refused.');
    const values = await valuesIn(topic);
    expect([...new Set(values)]).toEqual(['0', '1', '2']);
  });

  it('between a letter and its note says so: the next run sends that one twice', async () => {
    const { shelf, topic, wire, said, run } = await setUp();
    wire.answer = () => {
      if (wire.produceRequests === 1) wire.state = 'open';
      if (wire.produceRequests === 2) wire.state = 'refusing'; // the first letter's note
      return 'passes';
    };
    expect(await run()).toBe(false);
    expect(said.at(0)).toMatch(/^Letter 0 was replayed, but that could not be noted down: /);
    expect(said.at(1)).toBe('1 dead letter replayed, 0 skipped, 0 refused.');
    expect(said.at(2)).toContain('Not replayed: 1, 2.');

    wire.state = 'open';
    wire.answer = () => 'passes';
    expect(await run()).toBe(true);
    expect([...new Set(await valuesIn(topic))]).toEqual(['0', '1', '2']);
    expect((await shelf.dlq('list', '--state', 'open')).err).toContain('No dead letter fits');
  });

  it('is stopped after the letter in hand', async () => {
    const { topic, said, stopping, wire, run } = await setUp();
    wire.answer = () => {
      stopping.abort();
      return 'passes';
    };
    expect(await run()).toBe(false);
    expect(said).toEqual([
      `[1/3] 0 (${topic}/0/0): replayed to ${topic}, replay 1`,
      '1 dead letter replayed, 0 skipped, 0 refused.',
      'Not replayed: 1, 2. Run the command again: it skips what was replayed.',
    ]);
    expect(await valuesIn(topic)).toEqual(['0']);
  });
});
