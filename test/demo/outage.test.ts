import { readArguments } from '../../dev/outage/arguments';
import { planned } from '../../dev/outage/customer';
import type { Evidence } from '../../dev/outage/evidence';
import type { LogRecord } from '../../dev/outage/log';
import { report } from '../../dev/outage/report';
import type { Asked } from '../../dev/outage/requests';
import type { RecordRow } from '../../dev/outage/rows';
import { drain, judge, servedMeanwhile } from '../../dev/outage/verdict';
import { seeded } from '../../dev/kill/random';

const WENT = Date.parse('2026-03-04T09:00:00Z');
const RETURNED = WENT + 600_000;
const CANONICAL = 'booking-payment.events';
const at = (ms: number) => new Date(WENT + ms);

const TYPES = ['booking.pending_payment', 'payment.initiated', 'payment.completed'];

/** Committed while Kafka was away, published a second after its return. */
const row = (sequence: number, more: Partial<RecordRow> = {}): RecordRow => {
  const eventId = `event-${sequence}`;
  return {
    ...{ bookingId: 'bk-1', eventId, sequence, type: TYPES[sequence - 1]! },
    ...{ topic: CANONICAL, key: 'bk-1', headers: { ce_id: eventId } },
    value: JSON.stringify({ eventId, eventType: TYPES[sequence - 1], sequence }),
    ...{ committedAt: at(sequence * 1_000), publishedAt: new Date(RETURNED + 1_000) },
    ...more,
  };
};

const inKafka = ({ topic, key, value, headers }: RecordRow): LogRecord => ({
  ...{ topic, partition: 1, headers },
  ...{ key: Buffer.from(key), value: Buffer.from(value) },
});

const asked = (more: Partial<Asked> = {}): Asked => ({
  ...{ what: 'create', at: WENT + 1, tookMs: 300, status: 201 },
  ...more,
});

const booking = {
  ...{ bookingId: 'bk-1', status: 'CONFIRMED', sequence: 3 },
  ...{ createdAt: at(1_000), confirmedAt: at(4_000) },
};

const evidence = (more: Partial<Evidence> = {}): Evidence => {
  const rows = [row(1), row(2), row(3)];
  return {
    ...{ load: [1, 2], wasAway: true, wentAt: WENT, returnedAt: RETURNED, asked: [asked()] },
    ...{ troubles: [], turnedAway: 0, bookings: [booking], rows, log: rows.map(inKafka) },
    ...{ flags: [], died: [] },
    ...more,
  };
};

const [one, two, three] = evidence().log as [LogRecord, LogRecord, LogRecord];

describe('The judge of an outage', () => {
  it('finds nothing where nobody noticed, copies included', () => {
    expect(judge(evidence())).toEqual([]);
    expect(judge(evidence({ log: [one, one, two, three, two] }))).toEqual([]);
    expect(report(evidence(), [])).toContain('Nobody noticed');
  });

  const late = { ...booking, confirmedAt: new Date(RETURNED + 1) };
  const CASES: [string, Partial<Evidence>][] = [
    [
      '1 requests failed, create: 503 temporarily_unavailable',
      { asked: [asked({ status: 503, problem: 'temporarily_unavailable' })] },
    ],
    ['1 requests failed, create: no answer', { asked: [asked({ status: undefined })] }],
    ['1 requests took longer than', { asked: [asked({ tookMs: 12_001 })] }],
    ['4 customers were turned away', { turnedAway: 4 }],
    ['bk-1 ended as PENDING_PAYMENT', { bookings: [{ ...booking, status: 'PENDING_PAYMENT' }] }],
    ['bk-1 was not confirmed while Kafka was away', { bookings: [late] }],
    ['no booking was ordered and confirmed while Kafka was away', { bookings: [late] }],
    ['nothing waited for Kafka', { rows: [1, 2, 3].map((n) => row(n, { publishedAt: at(n) })) }],
    ['1 records were never published', { rows: [row(1), row(2), row(3, { publishedAt: null })] }],
    [
      'the last record was out 61.0 s after the return',
      { rows: [row(1), row(2), row(3, { publishedAt: new Date(RETURNED + 61_000) })] },
    ],
    [`${CANONICAL} has no payment.initiated of bk-1`, { log: [one, three] }],
    ['was never committed', { log: [one, two, three, { ...one, headers: { ce_id: 'other' } }] }],
    [
      'event-2 of bk-1 is not, byte for byte',
      { log: [one, two, { ...two, value: Buffer.from('{}') }, three] },
    ],
    [
      'event-2 of bk-1 is not, byte for byte',
      { log: [one, { ...two, headers: { ce_id: 'event-2', more: '' } }, three] },
    ],
    [
      'event-2 of bk-1 is not, byte for byte',
      { log: [one, { ...two, key: Buffer.from('bk-2') }, three] },
    ],
    ['event 2 of bk-1 on booking-payment.events came after event 3', { log: [one, three, two] }],
    ['is on another partition', { log: [one, { ...two, partition: 2 }, three] }],
    ['bk-1 has a gap in its events', { rows: [row(1), row(3)], log: [one, three] }],
    [
      'event-2 of bk-1 says something else',
      { rows: [row(1), row(2, { type: 'payment.failed' }), row(3)] },
    ],
    ['a person is asked to look: publishing of bk-1', { flags: ['publishing of bk-1'] }],
    ['the worker process died', { died: ['worker'] }],
    ['bk-1 could not be ordered', { troubles: ['bk-1 could not be ordered'] }],
  ];
  it.each(CASES)('finds that %s', (words, wrong) => {
    expect(judge(evidence(wrong)).join('\n')).toContain(words);
  });

  it('counts who was served meanwhile, and how long the rest took to be published', () => {
    expect(servedMeanwhile(evidence())).toEqual({ ordered: 1, confirmed: 1, late: [] });
    expect(drain(evidence())).toEqual({ waited: 3, tookMs: 1_000 });
  });
});

describe('The arguments', () => {
  it('are 10 minutes at 10 a second, unless something else is asked', () => {
    expect(readArguments([])).toMatchObject({ outageMs: 600_000, rate: 10, kind: 'stop' });
    expect(
      readArguments(['--minutes', '3', '--rate=2', '--kind', 'freeze', '--seed', '7']),
    ).toEqual({
      help: false,
      outageMs: 180_000,
      rate: 2,
      kind: 'freeze',
      seed: 7,
      aroundMs: 30_000,
    });
    expect(readArguments(['--smoke', '--rate', '1'])).toMatchObject({ outageMs: 30_000, rate: 1 });
  });

  it.each([
    ['--minutes', '0'],
    ['--rate', 'ten'],
    ['--kind', 'fire'],
    ['--seed', '-1'],
    ['--fast'],
  ])('are refused: %s %s', (...given) => expect(() => readArguments(given)).toThrow(given[0]));
});

describe('What customers do', () => {
  it('is the same for the same seed', () => {
    const plans = (seed: number) => {
      const random = seeded(seed);
      return Array.from({ length: 50 }, (_, n) => planned(`bk-${n}`, n, random));
    };
    expect(plans(7)).toEqual(plans(7));
    expect(plans(7)).not.toEqual(plans(8));
    expect(plans(7).some(({ declinedFirst }) => declinedFirst)).toBe(true);
  });
});
