import { closed } from '../../src/domain/decisions/closing';
import { confirmed, unconfirmable } from '../../src/domain/decisions/confirming';
import { accepted, opened, refusedByOwner } from '../../src/domain/decisions/opening';
import { attemptFailed, paid, processing, strayMoney } from '../../src/domain/decisions/paying';
import { refundFailed, refundRequested, refundSettled } from '../../src/domain/decisions/refunding';
import { CHARGE, INTENT, declined, idOf, lines, own, refundOf, tell, type Fact } from './story';

const open: Fact[] = [accepted, (now) => opened(now, INTENT)];
const takeMoney: Fact = (now) => paid(now, CHARGE, false);
const wrongSum: Fact = (now) => paid(now, { ...CHARGE, amountMinor: 12_000 }, false);
const expire: Fact = (now) => closed(now, { how: 'expired' });
const first = refundOf({ refundId: 'rfd_1', amountMinor: 5_000 });
const second = refundOf({ refundId: 'rfd_2', amountMinor: 7_990 });
const whole = refundOf();
const mismatchRefund = refundOf({ amountMinor: 12_000, requestedBy: 'saga' });
const mismatchCharge = (refunded: number) => own(refunded, { amountMinor: 12_000 });
const stray = (refunded: number) => own(refunded, { own: false, stripeChargeId: 'ch_late' });
const strayRefund = refundOf({ requestedBy: 'saga' });

interface Flow {
  name: string;
  facts: Fact[];
  /** After `booking.pending_payment` and `payment.initiated`, where the flow has the second. */
  expected: string[];
  initiated?: false;
}

const FLOWS: Flow[] = [
  {
    name: 'paid',
    facts: [...open, takeMoney, confirmed],
    expected: [
      'payment.completed PENDING_PAYMENT/completed',
      'booking.confirmed CONFIRMED/completed',
    ],
  },
  {
    name: 'paid with 3-D Secure',
    facts: [...open, (now) => processing(now, 'requires_action'), takeMoney, confirmed],
    expected: [
      'payment.processing PENDING_PAYMENT/processing',
      'payment.completed PENDING_PAYMENT/completed',
      'booking.confirmed CONFIRMED/completed',
    ],
  },
  {
    name: 'declined, then paid',
    facts: [...open, (now) => attemptFailed(now, declined(1)), takeMoney, confirmed],
    expected: [
      'payment.attempt_failed PENDING_PAYMENT/awaiting_payment',
      'payment.completed PENDING_PAYMENT/completed',
      'booking.confirmed CONFIRMED/completed',
    ],
  },
  {
    name: 'window over',
    facts: [...open, expire],
    expected: ['payment.expired PENDING_PAYMENT/expired', 'booking.expired EXPIRED/expired'],
  },
  {
    name: 'cancelled',
    facts: [...open, (now) => closed(now, { how: 'cancelled', cancelledBy: 'customer' })],
    expected: [
      'payment.cancelled PENDING_PAYMENT/cancelled',
      'booking.cancelled CANCELLED/cancelled',
    ],
  },
  {
    name: 'owner has no place',
    facts: [accepted, (now) => refusedByOwner(now, 'unavailable')],
    initiated: false,
    expected: [
      'payment.cancelled PENDING_PAYMENT/cancelled',
      'booking.cancelled CANCELLED/cancelled',
    ],
  },
  {
    name: 'refused by Stripe',
    facts: [accepted, (now) => closed(now, { how: 'failed', failure: { errorCode: 'refused' } })],
    initiated: false,
    expected: ['payment.failed PENDING_PAYMENT/failed', 'booking.cancelled CANCELLED/failed'],
  },
  {
    name: 'refunded in two parts',
    facts: [
      ...open,
      takeMoney,
      confirmed,
      (now) => refundRequested(now, first, own(0)),
      (now) => refundSettled(now, first, own(5_000)),
      (now) => refundRequested(now, second, own(5_000)),
      (now) => refundSettled(now, second, own(12_990)),
    ],
    expected: [
      'payment.completed PENDING_PAYMENT/completed',
      'booking.confirmed CONFIRMED/completed',
      'payment.refund_initiated CONFIRMED/completed',
      'payment.refunded CONFIRMED/partially_refunded',
      'booking.partially_refunded PARTIALLY_REFUNDED/partially_refunded',
      'payment.refund_initiated PARTIALLY_REFUNDED/partially_refunded',
      'payment.refunded PARTIALLY_REFUNDED/refunded',
      'booking.refunded REFUNDED/refunded',
    ],
  },
  {
    name: 'cannot be confirmed',
    facts: [
      ...open,
      takeMoney,
      (now) => unconfirmable(now, 'unavailable'),
      (now) => refundRequested(now, whole, own(0)),
      (now) => refundSettled(now, whole, own(12_990)),
    ],
    expected: [
      'payment.completed PENDING_PAYMENT/completed',
      'booking.refund_pending REFUND_PENDING/completed',
      'payment.refund_initiated REFUND_PENDING/completed',
      'payment.refunded REFUND_PENDING/refunded',
      'booking.refunded REFUNDED/refunded',
    ],
  },
  {
    name: 'wrong amount',
    facts: [
      ...open,
      wrongSum,
      (now) => refundRequested(now, mismatchRefund, mismatchCharge(0)),
      (now) => refundSettled(now, mismatchRefund, mismatchCharge(12_000)),
    ],
    expected: [
      'payment.unapplied PENDING_PAYMENT/unapplied',
      'booking.refund_pending REFUND_PENDING/unapplied',
      'payment.refund_initiated REFUND_PENDING/unapplied',
      'payment.refunded REFUND_PENDING/refunded',
      'booking.refunded REFUNDED/refunded',
    ],
  },
  {
    name: 'late money',
    facts: [
      ...open,
      expire,
      (now) => strayMoney(now, { ...CHARGE, stripeChargeId: 'ch_late' }),
      (now) => refundRequested(now, strayRefund, stray(0)),
      (now) => refundSettled(now, strayRefund, stray(12_990)),
    ],
    expected: [
      'payment.expired PENDING_PAYMENT/expired',
      'booking.expired EXPIRED/expired',
      'payment.unapplied EXPIRED/expired',
      'payment.refund_initiated EXPIRED/expired',
      'payment.refunded EXPIRED/expired',
    ],
  },
  {
    name: 'a part refunded at Stripe before it was confirmed',
    facts: [
      ...open,
      takeMoney,
      (now) => refundRequested(now, first, own(0)),
      (now) => refundSettled(now, first, own(5_000)),
      (now) => confirmed(now, 5_000),
    ],
    expected: [
      'payment.completed PENDING_PAYMENT/completed',
      'payment.refund_initiated PENDING_PAYMENT/completed',
      'payment.refunded PENDING_PAYMENT/partially_refunded',
      'booking.confirmed CONFIRMED/partially_refunded',
      'booking.partially_refunded PARTIALLY_REFUNDED/partially_refunded',
    ],
  },
  {
    name: 'all refunded at Stripe before it was confirmed',
    facts: [
      ...open,
      takeMoney,
      (now) => refundRequested(now, whole, own(0)),
      (now) => refundSettled(now, whole, own(12_990)),
      (now) => confirmed(now, 12_990),
    ],
    expected: [
      'payment.completed PENDING_PAYMENT/completed',
      'payment.refund_initiated PENDING_PAYMENT/completed',
      'payment.refunded PENDING_PAYMENT/refunded',
      'booking.refund_pending REFUND_PENDING/refunded',
      'booking.refunded REFUNDED/refunded',
    ],
  },
  {
    name: 'refund refused, then made',
    facts: [
      ...open,
      takeMoney,
      (now) => unconfirmable(now, 'confirm_timeout'),
      (now) => refundRequested(now, whole, own(0)),
      (now) => refundFailed(now, whole, own(0), { errorCode: 'lost_or_stolen_card' }),
      (now) => refundSettled(now, { ...whole, attempt: 2 }, own(12_990)),
    ],
    expected: [
      'payment.completed PENDING_PAYMENT/completed',
      'booking.refund_pending REFUND_PENDING/completed',
      'payment.refund_initiated REFUND_PENDING/completed',
      'payment.refund_failed REFUND_PENDING/completed',
      'booking.refund_failed REFUND_FAILED/completed',
      'payment.refunded REFUND_FAILED/refunded',
      'booking.refunded REFUNDED/refunded',
    ],
  },
];

const PENDING = 'booking.pending_payment PENDING_PAYMENT/initiating';
const INITIATED = 'payment.initiated PENDING_PAYMENT/awaiting_payment';

describe.each(FLOWS)('The flow "$name"', ({ facts, expected, initiated = true }) => {
  it('has the events and statuses of contracts.md, in a sequence without gaps', () => {
    const { events } = tell(facts);
    expect(lines(events)).toEqual([PENDING, ...(initiated ? [INITIATED] : []), ...expected]);
    expect(events.map(({ sequence }) => sequence)).toEqual(events.map((_, index) => index + 1));
  });

  it('does not change when every fact is told twice', () => {
    const once = tell(facts);
    const twice = tell(facts.flatMap((fact) => [fact, fact]));
    expect(twice.events).toEqual(once.events);
    expect(twice.state).toEqual(once.state);
  });

  it('does not change when its first facts are told again at its end', () => {
    const once = tell(facts);
    const again = tell(facts.slice(1, 3), once.state);
    expect(again.events).toEqual([]);
    expect(again.state.status).toBe(once.state.status);
    expect(again.state.payment.status).toBe(once.state.payment.status);
  });
});

it('names the cause of each event', () => {
  const causes = (facts: Fact[]) =>
    tell(facts).events.map(({ eventType, causationId }) => [eventType, causationId]);
  const flow = (name: string) => FLOWS.find((candidate) => candidate.name === name)!.facts;
  const pending = idOf('booking.pending_payment');
  const initiated = idOf('payment.initiated');
  const asked = idOf('payment.refund_initiated', 'rfd_1');

  expect(causes(flow('declined, then paid'))).toEqual([
    ['booking.pending_payment', undefined],
    ['payment.initiated', pending],
    ['payment.attempt_failed', initiated],
    ['payment.completed', initiated],
    ['booking.confirmed', idOf('payment.completed')],
  ]);
  expect(causes(flow('refused by Stripe'))).toEqual([
    ['booking.pending_payment', undefined],
    ['payment.failed', pending],
    ['booking.cancelled', idOf('payment.failed')],
  ]);
  expect(causes(flow('wrong amount')).slice(2)).toEqual([
    ['payment.unapplied', initiated],
    ['booking.refund_pending', idOf('payment.unapplied', 'ch_3Qa')],
    ['payment.refund_initiated', idOf('payment.unapplied', 'ch_3Qa')],
    ['payment.refunded', asked],
    ['booking.refunded', idOf('payment.refunded', 'rfd_1:1')],
  ]);
  expect(causes(flow('late money')).slice(3)).toEqual([
    ['booking.expired', idOf('payment.expired')],
    ['payment.unapplied', initiated],
    ['payment.refund_initiated', idOf('payment.unapplied', 'ch_late')],
    ['payment.refunded', asked],
  ]);
  expect(causes(flow('refund refused, then made')).slice(4)).toEqual([
    ['payment.refund_initiated', idOf('payment.completed')],
    ['payment.refund_failed', asked],
    ['booking.refund_failed', idOf('payment.refund_failed', 'rfd_1:1')],
    ['payment.refunded', asked],
    ['booking.refunded', idOf('payment.refunded', 'rfd_1:2')],
  ]);
});
