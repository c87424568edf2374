import type { TransitionRow } from '../evidence/rows';
import { canonicalEvents } from '../judge/events';
import { CANONICAL } from '../judge/topics';
import type { Verdict } from '../judge/verdict';
import { shown } from '../price';

const AMOUNT_FIELDS = [
  ...['receivedMinor', 'disputedAmountMinor', 'refundAmountMinor'],
  ...['refundedTotalMinor', 'amountMinor'],
];

/** What happened to one booking: each event, what it left behind, and where Kafka has it. */
export function timeline({ booking, dossier }: Verdict): string {
  const { bookingId, ending, price } = booking;
  const lines = dossier.transitions.map((row) => line(row, dossier));
  return [`${ending.about} · ${bookingId} · ${shown(price)}`, ...lines].join('\n');
}

function line(row: TransitionRow, dossier: Verdict['dossier']): string {
  const start = dossier.transitions[0]?.createdAt ?? row.createdAt;
  const offset = ((row.createdAt.getTime() - start.getTime()) / 1_000).toFixed(3);
  const { payload } = row;
  return [
    `  ${`+${offset} s`.padStart(11)}`,
    String(row.sequence).padStart(2),
    row.type.padEnd(26),
    String(payload['bookingStatus']).padEnd(19),
    String(payload['paymentStatus']).padEnd(19),
    amountOf(payload).padStart(12),
    ` ${inKafka(row, dossier)}`,
  ].join(' ');
}

function amountOf(payload: TransitionRow['payload']): string {
  const amount = AMOUNT_FIELDS.map((field) => payload[field]).find((value) => value !== undefined);
  const currency = payload['receivedCurrency'] ?? payload['currency'];
  return shown({ amountMinor: Number(amount), currency: String(currency) });
}

function inKafka({ id }: TransitionRow, dossier: Verdict['dossier']): string {
  const canonical = canonicalEvents(dossier).find(({ envelope }) => envelope['eventId'] === id);
  const place = canonical ? `events ${canonical.partition}:${canonical.offset}` : 'not in Kafka';
  const others = dossier.records
    .filter(({ topic, headers }) => topic !== CANONICAL && headers['ce_id'] === id)
    .map(({ topic }) => topic);
  return [place, ...new Set(others)].join(', ');
}
