import { majorText } from '../price';
import type { Dossier } from './dossier';
import { canonicalEvents } from './events';
import { textOf, type OpenedRecord } from './opened-record';
import { named } from './named';
import { isStray } from './stray';
import { CANONICAL, isFlat, topicsOf } from './topics';

/** Every event is on the topics that the contract's table names, and on no other. */
export function families(dossier: Dossier): string[] {
  const wanted = new Set(
    canonicalEvents(dossier).flatMap((record) => {
      const { envelope, payload } = record;
      const type = String(envelope['eventType']);
      const topics = topicsOf(type, payload['fullyRefunded'] === true, isStray(dossier, record));
      return topics.map((topic) => `${type} on ${topic}#${String(envelope['eventId'])}`);
    }),
  );
  const found = new Set(
    dossier.records.map(
      ({ topic, headers }) => `${headers['ce_type']} on ${topic}#${headers['ce_id']}`,
    ),
  );
  const words = (entry: string) => entry.split('#')[0] ?? entry;
  return [
    ...named('I8', [
      ...[...wanted].filter((entry) => !found.has(entry)).map((e) => `Kafka lacks ${words(e)}.`),
      ...[...found].filter((entry) => !wanted.has(entry)).map((e) => `Kafka has ${words(e)}.`),
    ]),
    ...dossier.records.flatMap((record) => bodyFaults(dossier, record)),
  ];
}

/** Key, ids and amount, in the words and units of the topic's family. */
function bodyFaults({ booking, own }: Dossier, record: OpenedRecord): string[] {
  const { topic, payload } = record;
  const flat = isFlat(topic);
  const canonical = topic === CANONICAL;
  const { bookingId, paymentId, userId, price } = booking;
  const wanted: Record<string, unknown> = {
    bookingId,
    userId,
    paymentId: flat ? (own?.id ?? paymentId) : paymentId,
    currency: canonical ? price.currency : price.currency.toUpperCase(),
    ...(canonical
      ? { amountMinor: price.amountMinor }
      : { amount: JSON.parse(majorText(price)) as number }),
  };
  const key = canonical || flat ? bookingId : paymentId;
  const wrong = Object.entries(wanted).filter(([field, value]) => payload[field] !== value);
  return [
    ...(record.key === key ? [] : [`A record on ${topic} has the key ${record.key}, not ${key}.`]),
    ...wrong.map(
      ([field, value]) =>
        `A record on ${topic} says ${field} ${textOf(payload[field])}; it should say ${String(value)}.`,
    ),
  ];
}
