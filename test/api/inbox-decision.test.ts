import { BOOKING_STATUSES } from '../../src/domain/booking';
import { paymentIdOf } from '../../src/domain/ids';
import type { StripeFacts } from '../../src/domain/stripe-event';
import { decide, type Act } from '../../src/inbox/decision';
import { event, known, payment } from './inbox-builders';

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

describe('news of an open booking goes to its workflow', () => {
  it.each(PAYMENT_EVENTS)('%s', (type) => {
    const act = decide(event(type), known({ payment: payment() }));
    expect(act).toEqual({ act: 'tell-booking', workflowId: 'booking-b-1' });
  });

  it('H18: waits until the row knows its PaymentIntent: a copy of it pays nothing', () => {
    const { stripePaymentIntentId: _, ...unknown } = payment();
    const act = decide(event('payment_intent.succeeded'), known({ payment: unknown }));
    expect(act.act).toBe('park');
  });
});

describe('news of a settled booking', () => {
  it.each(SETTLED)('H7: %s: money that is not on record goes back', (bookingStatus) => {
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

  it.each(BOOKING_STATUSES)('H19: %s: its money goes back', (bookingStatus) => {
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
