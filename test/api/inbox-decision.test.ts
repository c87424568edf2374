import type { InboxEvent } from '../../src/db/stripe-events';
import { BOOKING_STATUSES } from '../../src/domain/booking';
import { paymentIdOf } from '../../src/domain/ids';
import type { StripeFacts } from '../../src/domain/stripe-event';
import {
  decide,
  isNewOfRefund,
  type Act,
  type Known,
  type KnownPayment,
  type KnownRefund,
} from '../../src/inbox/decision';

const SETTLED = BOOKING_STATUSES.filter((status) => status !== 'PENDING_PAYMENT');
const PAYMENT_EVENTS = [
  'payment_intent.succeeded',
  'payment_intent.payment_failed',
  'payment_intent.canceled',
  'payment_intent.processing',
  'payment_intent.requires_action',
  'payment_intent.amount_capturable_updated',
  'charge.expired',
];
const OTHERS = PAYMENT_EVENTS.slice(1);

function event(type: string, facts: StripeFacts = {}, objectId = 'pi_own'): InboxEvent {
  const named = { paymentIntentId: 'pi_own', chargeId: 'ch_1', ...facts };
  const at = { deliveries: 0, receivedAt: new Date() };
  return { stripeEventId: 'evt_1', type, objectId, facts: named, ...at };
}

function payment(more: Partial<KnownPayment> = {}): KnownPayment {
  return {
    paymentId: 'pay_1',
    bookingId: 'b-1',
    bookingStatus: 'PENDING_PAYMENT',
    workflowId: 'booking-b-1',
    stripePaymentIntentId: 'pi_own',
    ...more,
  };
}

function refund(more: Partial<KnownRefund> = {}): KnownRefund {
  const ids = { refundId: 'rfd_1', paymentId: 'pay_1', workflowId: 'refund-rfd_1' };
  return { ...ids, status: 'pending', reason: 'x', manual: false, ...more };
}

const known = (more: Partial<Known> = {}): Known => ({
  chargeKnown: false,
  accountedMinor: 0,
  ...more,
});

describe('news of an open booking goes to its workflow', () => {
  it.each(PAYMENT_EVENTS)('%s', (type) => {
    const act = decide(event(type), known({ payment: payment() }));
    expect(act).toEqual({ act: 'tell-booking', workflowId: 'booking-b-1' });
  });

  it('also before the row knows its PaymentIntent', () => {
    const { stripePaymentIntentId: _, ...unknown } = payment();
    const act = decide(event('payment_intent.succeeded'), known({ payment: unknown }));
    expect(act.act).toBe('tell-booking');
  });
});

describe('news of a settled booking', () => {
  it.each(SETTLED)('%s: money that is not on record goes back', (bookingStatus) => {
    const settled = known({ payment: payment({ bookingStatus }) });
    expect(decide(event('payment_intent.succeeded'), settled)).toEqual({
      act: 'return-money',
      paymentId: 'pay_1',
      reason: 'late payment',
    });
  });

  it.each(SETTLED)('%s: money that is on record is no news', (bookingStatus) => {
    const settled = known({ payment: payment({ bookingStatus }), chargeKnown: true });
    expect(decide(event('payment_intent.succeeded'), settled).act).toBe('nothing');
  });

  it.each(OTHERS)('%s changes nothing', (type) => {
    const settled = known({ payment: payment({ bookingStatus: 'EXPIRED' }) });
    expect(decide(event(type), settled).act).toBe('nothing');
  });
});

describe('a second PaymentIntent for a booking', () => {
  const second = { paymentIntentId: 'pi_second' };

  it.each(BOOKING_STATUSES)('%s: its money goes back', (bookingStatus) => {
    const act = decide(
      event('payment_intent.succeeded', second, 'pi_second'),
      known({ payment: payment({ bookingStatus }) }),
    );
    expect(act).toMatchObject({ act: 'return-money', reason: 'duplicate payment' });
  });

  it.each(OTHERS)('%s of it never reaches the saga', (type) => {
    const act = decide(event(type, second, 'pi_second'), known({ payment: payment() }));
    expect(act.act).toBe('nothing');
  });
});

describe('a PaymentIntent without a row', () => {
  const ours = { bookingId: 'b-1', paymentId: paymentIdOf('b-1') };

  it.each<[string, StripeFacts, string | undefined, Act['act']]>([
    ['with our derivation: its row is on the way', ours, undefined, 'park'],
    ['with a paymentId of somebody’s', { bookingId: 'b-1', paymentId: 'x' }, undefined, 'ignore'],
    ['with our booking, but not our paymentId', { bookingId: 'b-1' }, 'b-1', 'flag'],
    ['with nothing of ours', {}, undefined, 'ignore'],
  ])('%s', (_what, facts, bookingId, act) => {
    const seen = known(bookingId === undefined ? {} : { bookingId });
    expect(decide(event('payment_intent.succeeded', facts), seen).act).toBe(act);
  });

  it('is flagged only for money', () => {
    const seen = known({ bookingId: 'b-1' });
    for (const type of OTHERS) expect(decide(event(type), seen).act).toBe('ignore');
  });
});

describe('refunds', () => {
  it.each(['refund.created', 'refund.updated', 'refund.failed'])('%s: ours are told', (type) => {
    const act = decide(event(type, {}, 're_1'), known({ refund: refund() }));
    expect(act).toMatchObject({ act: 'tell-refund', workflowId: 'refund-rfd_1' });
  });

  const foreign = event('refund.created', { amount: 500, status: 'succeeded' }, 're_1');

  it('made at Stripe are recorded, not repeated', () => {
    const act = decide(foreign, known({ payment: payment(), chargeKnown: true }));
    expect(act).toEqual({
      act: 'record-refund',
      request: {
        paymentId: 'pay_1',
        amount: 500,
        reason: 'refunded at Stripe',
        identity: 'stripe:re_1',
      },
    });
  });

  it('wait until the charge is on record', () => {
    expect(decide(foreign, known({ payment: payment() })).act).toBe('park');
  });

  it('that gave nothing back are no news, and others’ are ignored', () => {
    const failed = event('refund.failed', { status: 'failed' }, 're_1');
    expect(decide(failed, known({ payment: payment() })).act).toBe('nothing');
    expect(decide(foreign, known()).act).toBe('ignore');
  });

  it.each<[string, Partial<KnownRefund>, boolean]>([
    ['succeeded', { status: 'pending' }, true],
    ['succeeded', { status: 'succeeded' }, false],
    ['failed', { status: 'succeeded' }, true],
    ['canceled', { status: 'pending' }, true],
    ['failed', { status: 'failed' }, false],
    ['pending', { status: 'succeeded' }, false],
    ['failed', { status: 'succeeded', manual: true }, false],
  ])('%s is news of one that is %o: %s', (status, row, news) => {
    expect(isNewOfRefund(status, refund(row))).toBe(news);
  });

  it.each<[number, number, Act['act']]>([
    [5_000, 5_000, 'nothing'],
    [5_000, 7_000, 'nothing'],
    [5_000, 4_999, 'park'],
  ])('a total of %i against %i that we know of', (amountRefunded, accountedMinor, act) => {
    const seen = known({ payment: payment(), chargeKnown: true, accountedMinor });
    expect(decide(event('charge.refunded', { amountRefunded }, 'ch_1'), seen).act).toBe(act);
  });
});

describe('disputes', () => {
  it('are flagged where the payment is ours, else ignored', () => {
    const dispute = event('charge.dispute.created', { reason: 'fraudulent' }, 'dp_1');
    expect(decide(dispute, known({ payment: payment() }))).toMatchObject({
      act: 'flag',
      bookingId: 'b-1',
      flag: { kind: 'dispute', subject: 'dp_1' },
    });
    expect(decide(dispute, known()).act).toBe('ignore');
  });
});
