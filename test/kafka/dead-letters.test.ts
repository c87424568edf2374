import { randomUUID } from 'node:crypto';
import { PoisonRecord, createConsumer, type ReceivedRecord } from '@booking-payment/events';
import { eventually } from '../support/eventually';
import { brokers, makeTopic, produce, readAll } from '../support/broker';
import { dlq, groupsOf, letter, newShelf, valuesIn } from './letters';

const AT = '1772615730120'; // 2026-03-04T09:15:30.120Z

describe('npm run dlq -- list', () => {
  it('reads letters that Kafka keeps compressed', async () => {
    const prefix = `${randomUUID().slice(0, 8)}.`;
    const shelf = `${prefix}payment-events-dlq`;
    await makeTopic(shelf, 1, { 'compression.type': 'snappy' });
    await produce(shelf, [letter({ key: 'bk-1', value: 'x' }, { topic: 'orders', offset: 7 })]);
    const listed = await dlq(['list'], prefix);
    expect(listed).toMatchObject({ code: 0, err: '' });
    expect(listed.out).toContain('orders/0/7');
  });

  it('says that there is no topic, and that there is nothing in it', async () => {
    const nowhere = await dlq(['list'], 'absent.');
    expect(nowhere).toMatchObject({ code: 0, out: '' });
    expect(nowhere.err).toContain('Kafka has no topic absent.payment-events-dlq');
    const { dlq: run } = await newShelf();
    expect(await run('list')).toEqual({ code: 0, out: '', err: 'There are no dead letters.\n' });
  });

  it('shows what died, filtered, for people and machines, and leaves no group behind', async () => {
    const shelf = await newShelf();
    const [orders, webhooks] = [shelf.topic('orders'), shelf.topic('webhooks')];
    await produce(shelf.deadLetters, [
      letter({ key: 'bk-1', value: 'x' }, { topic: orders, offset: 7 }),
      letter(
        { key: 'evil\u001b[2J', value: 'y' },
        { topic: webhooks, reason: 'signature', replayCount: 2, failedAt: '2020-01-01T00:00:00Z' },
      ),
      { key: null, value: 'no letter at all' },
    ]);
    const all = await shelf.dlq('list');
    expect(all).toMatchObject({ code: 0, err: '' });
    const [head, ...rows] = all.out.trimEnd().split('\n');
    expect(head).toMatch(/^id +failed at +from +key +reason +error +replays +state$/);
    expect(rows[0]!.replaceAll(/ {2,}/g, '|')).toBe(
      `0|2026-03-04 09:15:31Z|${orders}/0/7|bk-1|schema|PoisonRecord: amount: must be a number|0|open`,
    );
    expect(rows[1]).toContain('evil\\u001b[2J');
    expect(rows[2]).toMatch(/^2 +\S+ \S+ +unknown +- +- +- +0 +open$/);

    const idsFor = async (...filter: string[]) => {
      const { out } = await shelf.dlq('list', '--json', ...filter);
      const lines = out.split('\n').filter(Boolean);
      return lines.map((line) => (JSON.parse(line) as { id: string }).id).join();
    };
    expect(await idsFor('--topic', orders, '--topic', webhooks)).toBe('0,1');
    expect(await idsFor('--reason', 'signature')).toBe('1');
    expect(await idsFor('--key', 'bk-1')).toBe('0');
    expect(await idsFor('--since', '2026-03-01', '--reason', 'schema')).toBe('0');
    expect(await idsFor('--state', 'replayed')).toBe('');
    expect(await groupsOf(shelf.prefix)).toEqual([]);
  });
});

describe('npm run dlq', () => {
  it('lists and replays thousands, and leaves no line out', async () => {
    const shelf = await newShelf();
    const topic = await makeTopic(shelf.topic('in'), 3);
    const died = Array.from({ length: 2_000 }, (_, offset) =>
      letter(
        { key: `k${offset}`, value: 'x'.repeat(400) },
        { topic, partition: offset % 3, offset },
      ),
    );
    for (const from of [0, 500, 1_000, 1_500])
      await produce(shelf.deadLetters, died.slice(from, from + 500));
    const { out } = await shelf.dlq('list');
    expect(out.trimEnd().split('\n')).toHaveLength(2_001);
    const replay = await shelf.dlq('replay', '--all');
    expect(replay.out).toMatch(/\n2000 dead letters replayed, 0 skipped, 0 refused\.\n$/);
    expect(await readAll(topic)).toHaveLength(2_000);
  });
});

describe('npm run dlq -- show', () => {
  it('shows everything but contents and secrets; contents when asked', async () => {
    const shelf = await newShelf();
    const value = '{"customer":"Jo","client_secret":"pi_3Q_secret_abc","x":"pi_3Q_secret_abc"}';
    const headers = { ce_id: 'e-1', 'stripe-signature': 't=1,v1=aa', twice: ['one', 'two'] };
    await produce(shelf.deadLetters, [
      letter({ key: 'bk-1', value, headers }, { topic: 'orders', partition: 2, offset: 7 }),
    ]);
    const { code, out } = await shelf.dlq('show', '0');
    expect(code).toBe(0);
    for (const words of [
      'orders/2/7',
      'bk-1',
      'e-1',
      'payment-service-payments',
      'must be a number',
    ])
      expect(out).toContain(words);
    expect(out).toMatch(/header twice +one\nheader twice +two\n/);
    expect(out).toMatch(/value +\d+ bytes, SHA-256 [0-9a-f]{64} \(--value shows it/);
    expect(out).not.toMatch(/Jo|v1=aa|secret_abc/);

    const whole = await shelf.dlq('show', '0', '--value');
    expect(whole.out).toContain('{"customer":"Jo","client_secret":"[redacted]","x":"[redacted]"}');
    const json = await shelf.dlq('show', '0', '--json');
    expect(JSON.parse(json.out)).toMatchObject({
      ...{ id: '0', state: 'open', headers: { twice: ['one', 'two'] } },
      value: { bytes: value.length, sha256: expect.stringMatching(/^[0-9a-f]{64}$/) as string },
    });
    expect(await shelf.dlq('show', '9')).toMatchObject({
      ...{ code: 1, out: '', err: expect.stringContaining('no dead letter 9') as string },
    });
  });
});

describe('npm run dlq -- replay', () => {
  it('sends the original bytes, at their own time, to the partition that they came from', async () => {
    const shelf = await newShelf();
    const topic = await makeTopic(shelf.topic('in'), 4, { 'retention.ms': '-1' });
    const binary = Buffer.from([0, 255, 254, 10]);
    const headers = { raw: binary, twice: ['one', 'two'], empty: '', ce_id: 'e-1' };
    await produce(shelf.deadLetters, [
      letter({ key: binary, value: binary, headers }, { topic, partition: 3, timestamp: AT }),
      letter({ key: null, value: null }, { topic, partition: 1, offset: 5, replayCount: 4 }),
    ]);
    const { code, out, err } = await shelf.dlq('replay', '--all');
    expect([code, err]).toEqual([0, '']);
    expect(out).toBe(
      `[1/2] 1 (${topic}/1/5): replayed to ${topic}, replay 5\n` +
        `[2/2] 0 (${topic}/3/0): replayed to ${topic}, replay 1\n` +
        '2 dead letters replayed, 0 skipped, 0 refused.\n',
    );
    const records = await readAll(topic);
    const [whole, empty] = [records.find(({ key }) => key)!, records.find(({ key }) => !key)!];
    expect(whole).toEqual({
      ...{ key: binary, value: binary, partition: 3, timestamp: AT },
      headers: {
        ...{ raw: binary, twice: [Buffer.from('one'), Buffer.from('two')] },
        ...{ empty: Buffer.alloc(0), ce_id: Buffer.from('e-1') },
        'dlq-replay-count': Buffer.from('1'),
      },
    });
    expect(empty).toMatchObject({ key: null, value: null, partition: 1 });
    expect(await groupsOf(shelf.prefix)).toEqual([]);
  });

  it('keeps the order of the originals, whatever order they died in', async () => {
    const shelf = await newShelf();
    const topic = await makeTopic(shelf.topic('in'));
    const died = (offset: number) => letter({ key: 'k', value: String(offset) }, { topic, offset });
    await produce(shelf.deadLetters, [10, 9, 100, 2].map(died));
    expect(await shelf.dlq('replay', '2', '0', '3', '1')).toMatchObject({ code: 0 });
    expect(await valuesIn(topic)).toEqual(['2', '9', '10', '100']);
  });

  it('rehearses, takes a filter, and skips what it has done already, unless told again', async () => {
    const shelf = await newShelf();
    const topic = await makeTopic(shelf.topic('in'));
    const other = await makeTopic(shelf.topic('other'));
    await produce(shelf.deadLetters, [
      letter({ key: 'a', value: '1' }, { topic, offset: 1, reason: 'signature' }),
      letter({ key: 'b', value: '2' }, { topic, offset: 2, reason: 'refused' }),
    ]);
    const rehearsal = await shelf.dlq('replay', '--all', '--dry-run');
    expect(rehearsal.code).toBe(0);
    expect(rehearsal.out).toContain(
      `[1/2] 0 (${topic}/0/1): would be replayed to ${topic}, replay 1`,
    );
    expect(await readAll(topic)).toEqual([]);
    expect(await readAll(shelf.deadLetters)).toHaveLength(2);

    await shelf.dlq('replay', '--reason', 'signature');
    expect(await valuesIn(topic)).toEqual(['1']);
    expect((await shelf.dlq('list', '--state', 'open')).out).toMatch(/\n1 .*open\n$/);
    expect((await shelf.dlq('list', '--state', 'replayed')).out).toMatch(/\n0 .* 1 +replayed\n$/);

    const rest = await shelf.dlq('replay', '--all');
    expect(rest.out).toMatch(/0 \(.*\): skipped: replayed to \S+ at \S+Z \(--again repeats\)\n/);
    expect(rest.out).toContain('1 dead letter replayed, 1 skipped, 0 refused.');
    expect(await valuesIn(topic)).toEqual(['1', '2']);

    await shelf.dlq('replay', '0', '--again');
    expect(await valuesIn(topic)).toEqual(['1', '2', '1']);
    const last = (await readAll(topic)).at(-1)!;
    expect(String(last.headers['dlq-replay-count'])).toBe('2');

    await shelf.dlq('replay', '1', '--to', other); // another topic has not got it yet
    expect(await valuesIn(other)).toEqual(['2']);
    const { out } = await shelf.dlq('show', '1');
    expect(out).toContain(`to ${other} at `);
  });

  it('refuses what was replayed five times, what is cut, and what came from nowhere', async () => {
    const shelf = await newShelf();
    const topic = await makeTopic(shelf.topic('in'));
    const cut = letter({ key: 'c', value: null }, { topic, offset: 2 });
    cut.headers!['dlq-value'] = 'too large';
    await produce(shelf.deadLetters, [
      letter({ key: 'a', value: '1' }, { topic, offset: 1, replayCount: 5 }),
      cut,
      { key: 'd', value: 'no letter' },
      letter({ key: 'e', value: '5' }, { topic: shelf.deadLetters }),
      letter({ key: 'f', value: 'good' }, { topic, offset: 9 }),
    ]);
    const { code, out } = await shelf.dlq('replay', '--all');
    expect(code).toBe(1);
    expect(out).toContain(
      'refused: it was replayed 5 times already, 5 at most; mend what refuses it',
    );
    expect(out).toContain('refused: its value was too large to be kept');
    expect(out).toContain('refused: it does not say where it came from; give --to <topic>');
    expect(out).toContain('refused: it would only be another dead letter');
    expect(out).toContain('1 dead letter replayed, 0 skipped, 4 refused.');
    expect(await valuesIn(topic)).toEqual(['good']);
  });

  it('counts replays of one letter towards the five, too', async () => {
    const shelf = await newShelf();
    const topic = await makeTopic(shelf.topic('in'));
    await produce(shelf.deadLetters, [letter({ key: 'a', value: '1' }, { topic, replayCount: 4 })]);
    expect((await shelf.dlq('replay', '0')).code).toBe(0);
    const again = await shelf.dlq('replay', '0', '--again');
    expect(again.code).toBe(1);
    expect(again.out).toContain('refused: it was replayed 5 times already');
  });

  it('sends nothing when a topic or a letter is not there', async () => {
    const shelf = await newShelf();
    const topic = await makeTopic(shelf.topic('in'));
    await produce(shelf.deadLetters, [
      letter({ value: '1' }, { topic }),
      letter({ value: '2' }, { topic: shelf.topic('gone') }),
    ]);
    const gone = await shelf.dlq('replay', '--all');
    expect(gone).toMatchObject({ code: 1, out: '' });
    expect(gone.err).toBe(
      `Kafka has no topic ${shelf.topic('gone')}. Nothing was replayed. Choose others, or --to.\n`,
    );
    const missing = await shelf.dlq('replay', '0', '7');
    expect(missing).toMatchObject({ code: 1, out: '' });
    expect(missing.err).toContain('There is no dead letter 7. Nothing was done');
    expect(await readAll(topic)).toEqual([]);
  });

  it('warns where time counts, and goes on past a record that is too large for its topic', async () => {
    const shelf = await newShelf();
    const late = await makeTopic(shelf.topic('late'), 1, {
      'message.timestamp.type': 'LogAppendTime',
    });
    const brief = await makeTopic(shelf.topic('brief'), 1, {
      ...{ 'retention.ms': '86400000', 'max.message.bytes': '2000' },
    });
    await produce(shelf.deadLetters, [
      letter({ key: 'a', value: 'x'.repeat(3_000) }, { topic: brief, offset: 1 }),
      letter({ key: 'b', value: 'y' }, { topic: brief, offset: 2, timestamp: String(Date.now()) }),
      letter({ key: 'c', value: 'z' }, { topic: late, timestamp: '1600000000000' }),
    ]);
    const { code, out } = await shelf.dlq('replay', '--all');
    expect(code).toBe(1);
    expect(out).toContain(`${late} gives records the time of their arrival`);
    expect(out).toMatch(/brief keeps records for 1 days, and letters for it are older/);
    expect(out).toMatch(/0 \(.*\): refused: \S+ does not take it: /);
    expect(out).toContain('2 dead letters replayed, 0 skipped, 1 refused.');
    expect(await valuesIn(brief)).toEqual(['y']);
  });

  it('takes a record that is larger than those that we publish', async () => {
    const shelf = await newShelf();
    const topic = await makeTopic(shelf.topic('in'));
    const value = Buffer.alloc(1_000_000, 'x');
    await produce(shelf.deadLetters, [letter({ key: 'a', value }, { topic })]);
    expect((await shelf.dlq('replay', '0')).code).toBe(0);
    expect((await readAll(topic))[0]!.value!.equals(value)).toBe(true);
  });

  it('knows letters of every partition, where somebody gave the topic several', async () => {
    const shelf = await newShelf(3);
    const topic = await makeTopic(shelf.topic('in'));
    const died = (partition: number) => ({
      ...letter({ key: 'k', value: String(partition) }, { topic, offset: partition }),
      partition,
    });
    await produce(shelf.deadLetters, [died(2), died(0), died(1)]);
    expect((await shelf.dlq('replay', '2:0', '0')).code).toBe(0);
    expect(await valuesIn(topic)).toEqual(['0', '2']);
    expect((await shelf.dlq('list', '--state', 'open')).out).toMatch(/state\n1:0 [^\n]*\n$/);
  });
});

describe('a record that died and is replayed', () => {
  it('is taken by a consumer that was mended, else dies again with its count', async () => {
    const shelf = await newShelf();
    const topic = await makeTopic(shelf.topic('in'));
    const groupId = randomUUID();
    const taken: ReceivedRecord[] = [];
    let mended = false;
    const consumer = createConsumer({
      kafka: { clientId: 'test', brokers },
      ...{ groupId, topics: [topic], deadLetters: shelf.deadLetters },
      handle: (record) => {
        if (!mended) return Promise.reject(new PoisonRecord('refused', 'value: not yet'));
        taken.push(record);
        return Promise.resolve();
      },
    });
    try {
      await produce(topic, [{ key: 'k', value: 'v', headers: { ce_id: 'e-1' }, timestamp: AT }]);
      await consumer.start();
      const dead = (count: number) =>
        eventually('it died', async () => (await readAll(shelf.deadLetters)).length === count);
      await dead(1);
      await shelf.dlq('replay', '0');
      await dead(3); // the letter, the note of its replay, the letter of its second death
      expect((await shelf.dlq('list', '--state', 'open')).out).toMatch(/\n\d .* 1 +open\n$/);

      mended = true;
      const { out } = await shelf.dlq('replay', '--state', 'open');
      expect(out).toContain(`replayed to ${topic}, replay 2`);
      await eventually('it is taken', () => taken.length === 1);
      expect(taken[0]).toMatchObject({
        ...{ timestampMs: Number(AT), headers: { ce_id: 'e-1', 'dlq-replay-count': '2' } },
      });
    } finally {
      await consumer.stop();
    }
  });
});

describe('the command', () => {
  it.each<[string, string[], Record<string, string>, number, string]>([
    ['wrong arguments', ['replay'], {}, 2, 'say which letters, in one way'],
    ['no command', ['burn'], {}, 2, '"burn" is no command. Give one of list, show, replay.'],
    ['a faulty setting', ['list'], { KAFKA_SSL: 'maybe' }, 1, 'KAFKA_SSL'],
    [
      'a Kafka that is away',
      ['list'],
      { KAFKA_BROKERS: '127.0.0.1:1' },
      1,
      'Kafka does not answer at 127.0.0.1:1 (KAFKA_BROKERS)',
    ],
  ])('ends with its code and plain words at %s', async (_what, given, changed, code, words) => {
    const ended = await dlq(given, 'none.', changed);
    expect(ended.code).toBe(code);
    expect(ended.err).toContain(words);
    expect(ended.err).not.toMatch(/\n\s+at /);
  });

  it('explains itself', async () => {
    const { code, out } = await dlq(['--help'], 'none.', { KAFKA_SSL: 'maybe' });
    expect(code).toBe(0);
    expect(out).toContain('replay <id…>');
  });
});
