import type { Dossier } from './dossier';
import { named } from './named';

/** Which status may follow which. */
const FOLLOWS: Readonly<Record<string, readonly string[]>> = {
  PENDING_PAYMENT: ['CONFIRMED', 'CANCELLED', 'EXPIRED', 'REFUND_PENDING'],
  REFUND_PENDING: ['REFUNDED', 'REFUND_FAILED'],
  REFUND_FAILED: ['REFUNDED'],
  CONFIRMED: ['PARTIALLY_REFUNDED', 'REFUNDED'],
  PARTIALLY_REFUNDED: ['REFUNDED'],
};

/** What the database says of the booking, and how it came to be so. */
export function states(dossier: Dossier): string[] {
  const { payment } = dossier;
  if (!payment) return ['The database does not have it.'];
  return [...standing(dossier), ...named('I17', flags(dossier)), ...named('I7', path(dossier))];
}

function standing({ payment, expected, booking }: Dossier): string[] {
  if (!payment || !expected) return [];
  const { bookingStatus, paymentStatus } = expected;
  const found: string[] = [];
  if (payment.status !== bookingStatus)
    found.push(`The database says ${payment.status}; it should be ${bookingStatus}.`);
  if (payment.paymentStatus !== paymentStatus)
    found.push(`Its payment is ${payment.paymentStatus}; it should be ${paymentStatus}.`);
  if (payment.paymentId !== booking.paymentId)
    found.push(`Its paymentId is ${payment.paymentId}; it should be ${booking.paymentId}.`);
  return found;
}

function flags({ flags: raised, expected }: Dossier): string[] {
  if (!expected) return [];
  const wanted = expected.flags ?? [];
  const kinds = raised.map(({ kind }) => kind);
  const missing = wanted.filter((kind) => !kinds.includes(kind));
  const idle = kinds.filter((kind) => !wanted.includes(kind));
  return [
    ...missing.map((kind) => `Nobody is told of ${kind}.`),
    ...idle.map((kind) => `A person is told of ${kind}, and there is nothing to see.`),
  ];
}

function path({ transitions, payment }: Dossier): string[] {
  const found: string[] = [];
  let status = 'PENDING_PAYMENT';
  if (transitions[0]?.type !== 'booking.pending_payment')
    found.push('Its transitions do not begin with its acceptance.');
  for (const [index, transition] of transitions.entries()) {
    if (transition.sequence !== index + 1)
      return [`Its transition ${index + 1} has the sequence ${transition.sequence}.`];
    const next = String(transition.payload['bookingStatus']);
    if (next !== status && !FOLLOWS[status]?.includes(next))
      found.push(`It went from ${status} to ${next}, which is not allowed.`);
    status = next;
  }
  const paymentStatus = transitions.at(-1)?.payload['paymentStatus'];
  if (payment && payment.status !== status)
    found.push(`Its row says ${payment.status}, its last transition ${status}.`);
  if (payment && payment.paymentStatus !== paymentStatus)
    found.push(`Its payment's row says ${payment.paymentStatus}, not ${String(paymentStatus)}.`);
  if (payment && payment.sequence !== transitions.length)
    found.push(`Its row counts ${payment.sequence} transitions of ${transitions.length}.`);
  return found;
}
