import type { CaseFile } from './case-file';
import { complaints, type Violation } from './violation';

/** The arrows of saga.md, States, written down a second time on purpose. */
const ARROWS: readonly (readonly [from: string, to: string])[] = [
  ['PENDING_PAYMENT', 'CONFIRMED'],
  ['PENDING_PAYMENT', 'CANCELLED'],
  ['PENDING_PAYMENT', 'EXPIRED'],
  ['PENDING_PAYMENT', 'REFUND_PENDING'], // paid but not confirmable
  ['REFUND_PENDING', 'REFUNDED'],
  ['REFUND_PENDING', 'REFUND_FAILED'],
  ['REFUND_FAILED', 'REFUNDED'],
  ['CONFIRMED', 'PARTIALLY_REFUNDED'],
  ['CONFIRMED', 'REFUNDED'],
  ['PARTIALLY_REFUNDED', 'REFUNDED'],
];

/** Where a booking's event leaves it (contracts.md section 1). */
const LEAVES: Readonly<Record<string, string>> = {
  'booking.pending_payment': 'PENDING_PAYMENT',
  'booking.confirmed': 'CONFIRMED',
  'booking.cancelled': 'CANCELLED',
  'booking.expired': 'EXPIRED',
  'booking.refund_pending': 'REFUND_PENDING',
  'booking.refund_failed': 'REFUND_FAILED',
  'booking.partially_refunded': 'PARTIALLY_REFUNDED',
  'booking.refunded': 'REFUNDED',
};

/** I7: the log is gapless, a path of the graph, and ends where the row stands. */
export function path({ bookingId, booking, payment, transitions }: CaseFile): Violation[] {
  const { found, when } = complaints(bookingId, 'I7');
  if (!booking) return found;
  let at = 'PENDING_PAYMENT';
  for (const [index, { sequence, type, payload }] of transitions.entries()) {
    when(sequence !== index + 1, `transition ${index + 1} has sequence ${sequence}`);
    const next = String((payload as Record<string, unknown>)['bookingStatus']);
    const allowed = next === at || ARROWS.some(([from, to]) => from === at && to === next);
    when(!allowed, `${type} led from ${at} to ${next}`);
    when(next !== (LEAVES[type] ?? at), `${type} says ${next}`);
    at = next;
  }
  const last = transitions.at(-1)?.payload as Record<string, unknown> | undefined;
  when(transitions[0]?.type !== 'booking.pending_payment', 'it does not begin with its acceptance');
  when(at !== booking.status, `its row says ${booking.status}, its log ${at}`);
  when(
    last && last['paymentStatus'] !== payment?.status,
    `its payment's row says ${payment?.status}, its log ${String(last?.['paymentStatus'])}`,
  );
  when(booking.sequence !== transitions.length, `its row counts ${booking.sequence} transitions`);
  return found;
}

const PAID = ['payment.completed', 'booking.confirmed'];
const OVER = ['payment.expired', 'booking.expired', 'payment.cancelled', 'booking.cancelled'];

/** I12: nobody is told "paid" of a booking that was told over, nor the reverse. */
export function oneStory({ bookingId, booking, transitions, told }: CaseFile): Violation[] {
  const { found, when } = complaints(bookingId, 'I12');
  const types = transitions.map(({ type }) => type);
  const paid = types.find((type) => PAID.includes(type));
  const over = types.find((type) => OVER.includes(type) || type === 'payment.failed');
  when(paid && over, `it was told both ${paid} and ${over}`);
  const seen = told
    .filter(({ what, status }) => what === 'read' && status === 200)
    .map(({ body }) => String(body['status']));
  when(
    seen.some((status) => ['EXPIRED', 'CANCELLED'].includes(status)) && paid,
    `a caller saw it over, and it was told ${paid}`,
  );
  when(
    seen.includes('CONFIRMED') && ['EXPIRED', 'CANCELLED'].includes(booking?.status ?? ''),
    `a caller saw it confirmed, and it is ${booking?.status}`,
  );
  return found;
}

const DECIDED_WITHIN_MS = 30_000;

/** I15: never expired early; decided at most 30 s after its deadline when all is well. */
export function inTime(file: CaseFile): Violation[] {
  const { found, when } = complaints(file.bookingId, 'I15');
  const { booking, own, transitions, clockAt, healthy } = file;
  if (!booking) return found;
  const deadline = booking.expiresAt.getTime();
  const clockOf = (type: string) => {
    const row = transitions.find((transition) => transition.type === type);
    return row && clockAt(row.createdAt.getTime());
  };
  const expired = clockOf('payment.expired') ?? clockOf('booking.expired');
  when(expired !== undefined && expired < deadline, `it expired ${deadline - expired!} ms early`);
  const closed = own?.canceledUnder?.startsWith('cancel:') ? clockAt(own.canceledAtMs!) : undefined;
  when(
    booking.status === 'EXPIRED' && closed !== undefined && closed < deadline,
    `its PaymentIntent was closed ${deadline - closed!} ms early`,
  );
  when(
    healthy && expired !== undefined && expired > deadline + DECIDED_WITHIN_MS,
    `it expired ${expired! - deadline} ms after its deadline`,
  );
  return found;
}
