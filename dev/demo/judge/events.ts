import type { ExpectedEvent } from '../endings/ending';
import type { Dossier } from './dossier';
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
  return [
    ...sequence(dossier.expected.events, inKafka, mayMiss),
    ...gaps(inKafka),
    ...againstRows(dossier, inKafka),
  ];
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
function againstRows({ transitions, payment }: Dossier, found: readonly OpenedRecord[]): string[] {
  const rows = new Map(transitions.map((row) => [row.id, row]));
  const told = new Set(found.map(({ envelope }) => String(envelope['eventId'])));
  const lost = transitions.filter(({ id }) => !told.has(id)).map(({ type }) => type);
  const invented = found.filter(({ envelope }) => !rows.has(String(envelope['eventId'])));
  const last = found.at(-1)?.payload ?? {};
  return [
    ...(lost.length > 0 ? [`Committed, but not in Kafka: ${lost.join(', ')}.`] : []),
    ...invented.map(({ envelope }) => `Kafka has ${String(envelope['eventType'])} without a row.`),
    ...(payment && found.length > 0 && last['bookingStatus'] !== payment.status
      ? [
          `Whoever reads Kafka takes it for ${String(last['bookingStatus'])}, not ${payment.status}.`,
        ]
      : []),
    ...(payment && found.length > 0 && last['paymentStatus'] !== payment.paymentStatus
      ? [`Whoever reads Kafka takes its payment for ${String(last['paymentStatus'])}.`]
      : []),
  ];
}
