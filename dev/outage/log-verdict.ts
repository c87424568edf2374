import type { LogRecord } from './log';
import type { Evidence } from './evidence';
import type { RecordRow } from './rows';

const CANONICAL = 'booking-payment.events';

type Told = Pick<Evidence, 'rows' | 'log' | 'bookings'>;

/** What Kafka has against what was committed: no loss, no invention, no gap, order, same bytes. */
export function logFaults({ rows, log, bookings }: Told): string[] {
  const byName = new Map(rows.map((row) => [nameOf(row.topic, row.eventId), row]));
  const seen = new Set(log.map(nameIn));
  return [
    ...rows.filter((row) => !seen.has(nameOf(row.topic, row.eventId))).map(lost),
    ...log.flatMap((record) => otherwise(record, byName.get(nameIn(record)))),
    ...disorder(log, byName),
    ...gaps(rows, bookings),
  ];
}

/** How many records are there more than once. */
export function copiesIn(log: readonly LogRecord[]): number {
  return log.length - new Set(log.map(nameIn)).size;
}

const nameOf = (topic: string, eventId: string) => `${topic} ${eventId}`;
const nameIn = ({ topic, headers }: LogRecord) => nameOf(topic, headers['ce_id'] ?? '');

function lost({ topic, type, bookingId }: RecordRow): string {
  return `${topic} has no ${type} of ${bookingId}`;
}

/** Copies are judged by the same row, hence are the same. */
function otherwise(record: LogRecord, row: RecordRow | undefined): string[] {
  const name = nameIn(record);
  if (!row) return [`${name} is in Kafka, and was never committed`];
  const same =
    record.key.equals(Buffer.from(row.key)) &&
    record.value.equals(Buffer.from(row.value)) &&
    textOf(record.headers) === textOf(row.headers);
  if (!same) return [`${name} of ${row.bookingId} is not, byte for byte, what was committed`];
  return row.topic === CANONICAL ? misnamed(record, row) : [];
}

const textOf = (headers: LogRecord['headers']) => JSON.stringify(Object.entries(headers).sort());

function misnamed({ value }: LogRecord, row: RecordRow): string[] {
  const body = JSON.parse(value.toString()) as Record<string, unknown>;
  const same =
    body['eventId'] === row.eventId &&
    body['eventType'] === row.type &&
    body['sequence'] === row.sequence;
  return same ? [] : [`${row.eventId} of ${row.bookingId} says something else than its transition`];
}

/** Per booking and topic: one partition, and first occurrences only go up. */
function disorder(log: readonly LogRecord[], rows: ReadonlyMap<string, RecordRow>): string[] {
  const lanes = new Map<string, { partition: number; highest: number; seen: Set<number> }>();
  return log.flatMap((record) => {
    const row = rows.get(nameIn(record));
    if (!row) return [];
    const { topic, bookingId, sequence } = row;
    const { partition } = record;
    const lane = lanes.get(nameOf(topic, bookingId)) ?? { partition, highest: 0, seen: new Set() };
    lanes.set(nameOf(topic, bookingId), lane);
    const late = sequence < lane.highest && !lane.seen.has(sequence);
    lane.seen.add(sequence);
    lane.highest = Math.max(lane.highest, sequence);
    const where = `event ${sequence} of ${bookingId} on ${topic}`;
    return [
      ...(lane.partition === partition ? [] : [`${where} is on another partition`]),
      ...(late ? [`${where} came after event ${lane.highest}`] : []),
    ];
  });
}

/** What is canonical counts 1, 2, 3 up to the booking's own number. */
function gaps(rows: readonly RecordRow[], bookings: Told['bookings']): string[] {
  const told = new Map<string, Set<number>>();
  for (const { topic, bookingId, sequence } of rows)
    if (topic === CANONICAL) told.set(bookingId, (told.get(bookingId) ?? new Set()).add(sequence));
  return bookings.flatMap(({ bookingId, sequence }) => {
    const has = told.get(bookingId) ?? new Set();
    const all = Array.from({ length: sequence }, (_, n) => n + 1);
    const whole = has.size === sequence && all.every((n) => has.has(n));
    return whole ? [] : [`${bookingId} has a gap in its events`];
  });
}
