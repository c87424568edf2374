import type { CanonicalEvent, EventType } from '../../src/domain/events';
import type { Model } from './model';

/** How a story may end: the flows of contracts.md, and what a person or a bank makes of them. */
export const ENDINGS: Readonly<Record<string, (seen: Seen) => boolean>> = {
  paid: (seen) => seen.isFlow('payment.completed', 'booking.confirmed'),
  'paid with 3-D Secure': (seen) =>
    seen.isFlow('payment.processing', 'payment.completed', 'booking.confirmed'),
  'declined, then paid': (seen) =>
    seen.isFlow('payment.attempt_failed', 'payment.completed', 'booking.confirmed'),
  'paid after more time was given': (seen) =>
    seen.has('booking.deadline_extended') && seen.has('booking.confirmed'),
  'window over': (seen) => seen.isFlow('payment.expired', 'booking.expired'),
  'cancelled by the customer': (seen) => seen.cancelledBy('customer'),
  'cancelled by an operator': (seen) => seen.cancelledBy('operator'),
  'cancelled at Stripe': (seen) => seen.cancelledBy('provider'),
  'owner has no place': (seen) => seen.cancelledBy('owner', 'unavailable') && !seen.wasHeld(),
  'owner asks another price': (seen) => seen.cancelledBy('owner', 'price_changed'),
  'refused by Stripe': (seen) => seen.has('payment.failed') && !seen.has('payment.initiated'),
  'attempts used up': (seen) => seen.has('payment.failed') && seen.has('payment.initiated'),
  'refunded in parts': (seen) =>
    seen.has('booking.partially_refunded') && seen.status === 'REFUNDED',
  'refunded in part': (seen) => seen.status === 'PARTIALLY_REFUNDED',
  'refunded whole': (seen) => seen.has('booking.confirmed') && seen.status === 'REFUNDED',
  'refund made at Stripe': (seen) => seen.refundedBy('external'),
  'cannot be confirmed': (seen) => seen.went('unavailable') && seen.status === 'REFUNDED',
  'confirm timeout': (seen) => seen.went('confirm_timeout') && seen.status === 'REFUNDED',
  'wrong amount': (seen) => seen.went('amount_mismatch') && seen.status === 'REFUNDED',
  'refund failed': (seen) => seen.status === 'REFUND_FAILED',
  'refund failed, then made': (seen) =>
    seen.has('booking.refund_failed') && seen.status === 'REFUNDED',
  'goodwill refund failed': (seen) =>
    seen.has('payment.refund_failed') && ['CONFIRMED', 'PARTIALLY_REFUNDED'].includes(seen.status),
  'failed after it had succeeded': (seen) =>
    seen.status === 'REFUNDED' && seen.paymentStatus !== 'refunded',
  'paid back by hand': (seen) => seen.byHand(),
  'late money refunded': (seen) => seen.unapplied('late') && seen.refundedBy('saga'),
  'duplicate money refunded': (seen) => seen.unapplied('duplicate') && seen.refundedBy('saga'),
  "somebody else's money flagged": (seen) => seen.flagged('foreign_money'),
  'authorised, then captured': (seen) => seen.wasHeld() && seen.has('booking.confirmed'),
  'authorised, then voided by the owner': (seen) =>
    seen.wasHeld() && seen.cancelledBy('owner', 'unavailable'),
  'authorised, then cancelled': (seen) =>
    seen.wasHeld() && (seen.cancelledBy('customer') || seen.cancelledBy('operator')),
  'authorised, then cancelled at Stripe': (seen) => seen.wasHeld() && seen.cancelledBy('provider'),
  'authorised, then lapsed': (seen) => seen.wasHeld() && seen.lapsed(),
  'another sum authorised, voided': (seen) =>
    !seen.wasHeld() && seen.cancelledBy('provider', 'amount_mismatch'),
  'dispute won': (seen) => seen.dispute('won'),
  'dispute lost': (seen) => seen.dispute('lost'),
  'dispute lost, then won': (seen) => seen.dispute('lost') && seen.dispute('won'),
  'inquiry closed': (seen) => seen.dispute('warning_closed'),
  'disputed and refunded': (seen) => seen.has('payment.disputed') && seen.has('payment.refunded'),
};

type Seen = ReturnType<typeof seenIn>;

/** What consumers and people have seen of a booking. */
export function seenIn({ rows }: Model) {
  const { events } = rows;
  const { status, payment } = rows.booking!;
  const types = events.map(({ eventType }) => eventType);
  const some = <T extends EventType>(
    type: T,
    test: (payload: Extract<CanonicalEvent, { eventType: T }>['payload']) => boolean,
  ): boolean =>
    events.some(({ eventType, payload }) => eventType === type && test(payload as never));
  return {
    status,
    paymentStatus: payment.status,
    has: (type: EventType) => types.includes(type),
    isFlow: (...flow: EventType[]) =>
      ['booking.pending_payment', 'payment.initiated', ...flow].join() === types.join(),
    cancelledBy: (who: string, why?: string) =>
      some(
        'payment.cancelled',
        ({ cancelledBy, reason }) => cancelledBy === who && (why === undefined || reason === why),
      ),
    went: (why: string) => some('booking.refund_pending', ({ reason }) => reason === why),
    unapplied: (why: string) => some('payment.unapplied', ({ reason }) => reason === why),
    dispute: (end: string) => some('payment.dispute_closed', ({ outcome }) => outcome === end),
    refundedBy: (who: string) =>
      some('payment.refund_initiated', ({ requestedBy }) => requestedBy === who) &&
      types.includes('payment.refunded'),
    byHand: () => some('payment.refunded', ({ manual }) => manual === true),
    lapsed: () => rows.inbox.some(({ event }) => event.type === 'charge.expired'),
    wasHeld: () => types.includes('payment.authorized'),
    flagged: (kind: string) => [...rows.flags.keys()].some((flag) => flag.startsWith(`${kind} `)),
  };
}

/** A story tests a fault only where it has really struck. */
export const FAULTS = [
  'process died',
  'process stopped',
  'orphan went on',
  'answer lost',
  '500 after',
  '500 before',
  'busy',
  'key moved on',
] as const;

export function countEndings(m: Model, counts: Map<string, number>): void {
  const count = (name: string) => counts.set(name, (counts.get(name) ?? 0) + 1);
  const seen = seenIn(m);
  for (const [name, isSo] of Object.entries(ENDINGS)) if (isSo(seen)) count(name);
  for (const fault of m.runner.struck) count(fault);
  for (const fault of m.stripe.account.struck) count(fault);
  if ([...m.rows.effects.values()].some(({ generation }) => generation > 1)) count('key moved on');
}
