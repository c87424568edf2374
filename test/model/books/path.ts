import type { Model } from '../model';
import { BOOKING_ARROWS, PAYMENT_ARROWS } from '../../domain/arrows';

type When = (bad: unknown, complaint: string) => void;

/** I7: the events are numbered without gaps and are a path of the tables. */
export function path({ rows }: Model, when: When): void {
  let booking = 'PENDING_PAYMENT';
  let payment = 'initiating';
  rows.events.forEach(({ sequence, eventType, payload }, index) => {
    const { bookingStatus, paymentStatus } = payload;
    when(sequence !== index + 1, `I7: event ${index + 1} has sequence ${sequence}`);
    const move = `${booking} -> ${bookingStatus}`;
    when(booking !== bookingStatus && !BOOKING_ARROWS.has(move), `I7: ${eventType}: ${move}`);
    const paid = `${payment} -> ${paymentStatus}`;
    when(payment !== paymentStatus && !PAYMENT_ARROWS.has(paid), `I7: ${eventType}: ${paid}`);
    booking = bookingStatus;
    payment = paymentStatus;
  });
  const ids = new Set(rows.events.map(({ eventId }) => eventId));
  when(ids.size !== rows.events.length, 'I7: an event was told twice');
  const row = rows.booking!;
  when(row.status !== booking || row.payment.status !== payment, 'I7: the row says otherwise');
}

const PAID = ['payment.completed', 'booking.confirmed'];
const OVER = ['payment.expired', 'booking.expired', 'payment.cancelled', 'payment.failed'];

/** I12: nobody is told "paid" of a booking that was told over, nor the reverse. */
export function oneStory({ rows }: Model, when: When): void {
  const types = rows.events.map(({ eventType }) => eventType as string);
  const paid = types.some((type) => PAID.includes(type));
  const over = types.some((type) => OVER.includes(type));
  when(paid && over, `I12: ${types.join(' ')}`);
}

const DECIDED_WITHIN_MS = 30_000;

/** I15: never expired early; decided at most 30 s after the deadline when all is well. */
export function inTime({ rows, stripe, setup, healthy }: Model, when: When): void {
  const row = rows.booking!;
  if (row.status !== 'EXPIRED') return;
  const deadline = row.expiresAt.getTime();
  when(deadline < setup.startedAt + setup.windowMs, 'I15: the window was made shorter');
  const told = rows.events.find(({ eventType }) => eventType === 'payment.expired');
  when(Date.parse(told?.timestamp ?? '') < deadline, 'I15: it expired early');
  const closed = stripe.account.ledger.some(
    ({ what, key, at }) => what === 'intent_canceled' && key !== undefined && at < deadline,
  );
  when(closed, 'I15: its PaymentIntent was closed early');
  const late = Date.parse(told?.timestamp ?? '') > deadline + DECIDED_WITHIN_MS;
  when(healthy && late, 'I15: it expired late');
}

/** The owner's one place goes with the booking. */
export function place({ rows, owner }: Model, when: When): void {
  const { status } = rows.booking!;
  const was = rows.events.some(({ eventType }) => eventType === 'booking.confirmed');
  const is = `the booking is ${status}, its place ${owner.place}`;
  if (status === 'CANCELLED' || status === 'EXPIRED') when(owner.place !== 'released', is);
  if (was) when(owner.place !== 'confirmed', is);
  // Kept while a refund of it waits for a person: the saga sees that refund to its end.
  const kept = rows.isFlagged('refund_failed');
  if (status === 'REFUNDED' && !was) when(owner.place !== 'released' && !kept, is);
}

/** I17: what nobody can explain is not at rest. */
export function explained({ rows }: Model, when: When): void {
  for (const kind of ['workflow_lost', 'forbidden_move'])
    when(rows.isFlagged(kind), `I17: ${kind}`);
}
