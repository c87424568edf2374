import type { Expectation, ExpectedEvent } from '../endings/ending';
import type { Dossier } from './dossier';
import { named } from './named';
import type { OpenedRecord } from './opened-record';
import { CANONICAL } from './topics';

/** The booking's canonical events, each the first time that Kafka has it. */
export function canonicalEvents({ records }: Pick<Dossier, 'records'>): OpenedRecord[] {
  const seen = new Set<string>();
  return records.filter(({ topic, envelope }) => {
    const id = String(envelope['eventId']);
    return topic === CANONICAL && !seen.has(id) && seen.add(id);
  });
}

/**
 * Exactly the expected events in order, and the same in Kafka and the database. Events that
 * `mayMiss` lists tell of a moment which nobody sees who was down at the time.
 */
export function events(dossier: Dossier, mayMiss: readonly string[]): string[] {
  const inKafka = canonicalEvents(dossier);
  const { expected } = dossier;
  return [
    ...(expected ? asExpected(expected, inKafka, mayMiss) : []),
    ...named('I10', gaps(inKafka)),
    ...named('I8', againstRows(dossier, inKafka)),
    ...named('I11', lastWord(dossier, inKafka.at(-1)?.payload)),
  ];
}

/** In sequence; where several things happen at once, only how often each event is told is known. */
function asExpected(
  { events: expected, anyOrder }: Expectation,
  found: readonly OpenedRecord[],
  mayMiss: readonly string[],
): string[] {
  if (!anyOrder) return sequence(expected, found, mayMiss);
  const typeOf = ({ envelope }: OpenedRecord) => String(envelope['eventType']);
  const sorted = found.toSorted((a, b) => (typeOf(a) < typeOf(b) ? -1 : 1));
  return sequence(
    expected.toSorted((a, b) => (a.type < b.type ? -1 : 1)),
    sorted,
    mayMiss,
  );
}

function sequence(
  expected: readonly ExpectedEvent[],
  found: readonly OpenedRecord[],
  mayMiss: readonly string[],
): string[] {
  let at = 0;
  for (const [index, { envelope, payload }] of found.entries()) {
    const type = String(envelope['eventType']);
    while (expected[at] && expected[at]?.type !== type && mayMiss.includes(expected[at]!.type))
      at += 1;
    const wanted = expected[at];
    if (wanted?.type !== type)
      return [
        `Its event ${index + 1} in Kafka is ${type}; it should be ${wanted?.type ?? 'none'}.`,
      ];
    for (const [field, value] of Object.entries(wanted.says ?? {}))
      if (payload[field] !== value)
        return [
          `Its ${type} says ${field} ${String(payload[field])}; it should be ${String(value)}.`,
        ];
    at += 1;
  }
  const missing = expected.slice(at).filter(({ type }) => !mayMiss.includes(type));
  if (missing.length === 0) return [];
  return [`Kafka has no ${missing.map(({ type }) => type).join(', ')} of it.`];
}

function gaps(found: readonly OpenedRecord[]): string[] {
  const index = found.findIndex(({ envelope }, at) => envelope['sequence'] !== at + 1);
  if (index < 0) return [];
  const sequence = String(found[index]!.envelope['sequence']);
  return [`Its event ${index + 1} in Kafka has the sequence ${sequence}.`];
}

/** Nothing lost and nothing invented: what is committed is told, and what is told is committed. */
function againstRows({ transitions }: Dossier, found: readonly OpenedRecord[]): string[] {
  const rows = new Map(transitions.map((row) => [row.id, row]));
  const told = new Set(found.map(({ envelope }) => String(envelope['eventId'])));
  const lost = transitions.filter(({ id }) => !told.has(id)).map(({ type }) => type);
  const invented = found.filter(({ envelope }) => !rows.has(String(envelope['eventId'])));
  return [
    ...(lost.length > 0 ? [`Committed, but not in Kafka: ${lost.join(', ')}.`] : []),
    ...invented.map(({ envelope }) => `Kafka has ${String(envelope['eventType'])} without a row.`),
  ];
}

function lastWord({ payment }: Dossier, last?: OpenedRecord['payload']): string[] {
  if (!payment || !last) return [];
  const { status, paymentStatus } = payment;
  const found: string[] = [];
  if (last['bookingStatus'] !== status)
    found.push(`Whoever reads Kafka takes it for ${String(last['bookingStatus'])}, not ${status}.`);
  if (last['paymentStatus'] !== paymentStatus)
    found.push(`Whoever reads Kafka takes its payment for ${String(last['paymentStatus'])}.`);
  return found;
}
