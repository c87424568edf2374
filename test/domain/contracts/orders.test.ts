import type { CanonicalEvent } from '../../../src/domain/events';
import { contracts } from './booking-2041';
import { ORDER, examplesOf, type Example } from './examples';

const examples = examplesOf(ORDER);
const named = (name: string) => examples.find((example) => example.name === name)!;

type Options = Parameters<typeof contracts>[0];
function heard({ event, facts }: Example, options: Options = {}, paymentMethod = 'credit_card') {
  const { render } = contracts({ families: ['orders'], ...options });
  return render(event, { bindings: ['orders'], paymentMethod, ...facts }).slice(1);
}
const topicsOf = (example: Example) => heard(example).map(({ topic }) => topic);
const bodyOf = (example: Example, options?: Options, method?: string) =>
  JSON.parse(heard(example, options, method)[0]!.value) as Record<string, unknown>;

describe('the orders family', () => {
  it.each([
    ['payment.initiated', 'payment-initiated', 'PAYMENT_INITIATED', 'PENDING'],
    ['payment.processing', 'payment-processing', 'PAYMENT_PROCESSING', 'PENDING'],
    ['payment.authorized', 'payment-processing', 'PAYMENT_PROCESSING', 'PENDING'],
    ['payment.attempt_failed', undefined, 'PAYMENT_ATTEMPT_FAILED', 'PENDING'],
    ['payment.completed', 'payment-completed', 'PAYMENT_COMPLETED', 'COMPLETED'],
    ['payment.failed', 'payment-failed', 'PAYMENT_FAILED', 'FAILED'],
    ['payment.cancelled', 'payment-cancelled', 'PAYMENT_CANCELLED', undefined],
    ['payment.expired', 'payment-cancelled', 'PAYMENT_CANCELLED', undefined],
    ['payment.unapplied', undefined, 'PAYMENT_UNAPPLIED', undefined],
    ['payment.unapplied~stray', undefined, 'PAYMENT_UNAPPLIED', undefined],
    [
      'payment.refund_initiated',
      'payment-refund-initiated',
      'PAYMENT_REFUND_INITIATED',
      'COMPLETED',
    ],
    ['payment.refund_initiated~command', undefined, 'PAYMENT_REFUND_INITIATED', 'COMPLETED'],
    ['payment.refund_initiated~stray', undefined, 'PAYMENT_REFUND_INITIATED', 'COMPLETED'],
    ['payment.refunded', 'payment-refunded', 'PAYMENT_REFUNDED', 'REFUNDED'],
    ['payment.refunded~part', undefined, 'PAYMENT_REFUNDED', 'COMPLETED'],
    ['payment.refunded~stray', undefined, 'PAYMENT_REFUNDED', 'COMPLETED'],
    ['payment.refund_failed', undefined, 'PAYMENT_REFUND_FAILED', 'COMPLETED'],
    ['payment.disputed', undefined, 'PAYMENT_DISPUTED', 'COMPLETED'],
    ['payment.dispute_closed', undefined, 'PAYMENT_DISPUTE_CLOSED', 'COMPLETED'],
  ])('tells %s to the catch-all and to %s, as %s %s', (name, topic, eventType, status) => {
    const records = heard(named(name));
    expect(records.map((record) => record.topic)).toEqual([
      'payment-events',
      ...(topic === undefined ? [] : [topic]),
    ]);
    for (const { key, value } of records) {
      expect(key).toBe('88231');
      const body = JSON.parse(value) as Record<string, unknown>;
      expect([body['eventType'], body['status']]).toEqual([eventType, status]);
      expect(body).toMatchObject({ orderId: 88231, userId: 5127, paymentId: 1042 });
    }
  });

  it('says nothing of bookings, unless it plays order service', () => {
    const bookings = examples.filter(({ event }) => event.eventType.startsWith('booking.'));
    expect(bookings).toHaveLength(10);
    for (const example of bookings) expect(topicsOf(example)).toEqual([]);
  });

  it('names the status before where the word for it changes', () => {
    const previous = (name: string) => bodyOf(named(name))['previousStatus'];
    expect(previous('payment.completed')).toBe('PENDING');
    expect(previous('payment.cancelled')).toBe('PENDING');
    expect(previous('payment.refunded')).toBe('COMPLETED');
    expect(previous('payment.refund_failed')).toBe('REFUNDED');
    expect(previous('payment.processing')).toBeUndefined();
    expect(previous('payment.unapplied~stray')).toBeUndefined();
  });

  it('holds no status of money that was given back after the payment had ended', () => {
    const { event, facts } = named('payment.refunded~stray');
    const payload = { ...event.payload, bookingStatus: 'EXPIRED', paymentStatus: 'expired' };
    const late = { ...event, payload } as CanonicalEvent;
    const body = bodyOf({ name: 'late', event: late, facts });
    expect(body).toMatchObject({ eventType: 'PAYMENT_REFUNDED', refundAmount: 42.5 });
    expect(body).not.toHaveProperty('status');
  });

  it('uses 003’s word for the method, Stripe’s once it is known', () => {
    const method = (name: string, asked: string) => bodyOf(named(name), {}, asked)['paymentMethod'];
    expect(method('payment.initiated', 'credit_card')).toBe('CARD');
    expect(method('payment.initiated', 'debit_card')).toBe('CARD');
    expect(method('payment.initiated', 'paypal')).toBe('PAYPAL');
    expect(method('payment.completed', 'paypal')).toBe('CARD');
  });

  it('names why: the bank’s words, who cancelled, or that time was over', () => {
    expect(bodyOf(named('payment.failed'))).toMatchObject({
      failureReason: 'Your card was declined.',
      errorCode: 'card_declined',
    });
    expect(bodyOf(named('payment.cancelled'))).toMatchObject({ cancelReason: 'too dear' });
    expect(bodyOf(named('payment.cancelled~provider'))).toMatchObject({ cancelReason: 'provider' });
    expect(bodyOf(named('payment.expired'))).toMatchObject({ cancelReason: 'expired' });
    expect(bodyOf(named('payment.cancelled'))).not.toHaveProperty('errorCode');
  });

  it('gives every record Spring’s type, where one is set, but those of orders', () => {
    const options = { ordersLifecycle: true, ordersTypeId: 'com.example.PaymentEvent' };
    for (const { headers } of heard(named('payment.completed'), options))
      expect(headers['__TypeId__']).toBe('com.example.PaymentEvent');
    for (const { headers } of heard(named('booking.confirmed'), options))
      expect(headers).not.toHaveProperty('__TypeId__');
    for (const { headers } of heard(named('payment.completed'), { ordersTypeId: '' }))
      expect(headers).not.toHaveProperty('__TypeId__');
  });
});

describe('the life cycle of orders', () => {
  it.each([
    ['booking.pending_payment', [], 'ORDER_PAYMENT_PENDING', 'PAYMENT_PENDING', undefined],
    ['booking.confirmed', ['order-created'], 'ORDER_CREATED', 'PENDING', 'PAYMENT_PENDING'],
    ['booking.cancelled', ['order-cancelled'], 'ORDER_CANCELLED', 'CANCELLED', 'PAYMENT_PENDING'],
    [
      'booking.cancelled~payment-failed',
      ['order-cancelled'],
      'ORDER_CANCELLED',
      'PAYMENT_FAILED',
      'PAYMENT_PENDING',
    ],
    ['booking.expired', ['order-cancelled'], 'ORDER_CANCELLED', 'CANCELLED', 'PAYMENT_PENDING'],
    ['booking.refund_pending', [], 'ORDER_CANCELLING', 'CANCELLING', 'PAYMENT_PENDING'],
    ['booking.refund_failed', [], 'ORDER_REFUND_FAILED', 'CANCELLING', undefined],
    ['booking.partially_refunded', [], 'ORDER_PARTIALLY_REFUNDED', 'PENDING', undefined],
    ['booking.refunded', ['order-cancelled'], 'ORDER_CANCELLED', 'REFUNDED', 'PENDING'],
  ])('tells %s to order-events and %j, as %s %s', (name, topics, eventType, status, previous) => {
    const records = heard(named(name), { ordersLifecycle: true });
    expect(records.map(({ topic }) => topic)).toEqual(['order-events', ...topics]);
    for (const { value, key } of records) {
      expect(key).toBe('88231');
      expect(JSON.parse(value)).toMatchObject({ eventType, status, orderId: 88231, amount: 42.5 });
      expect((JSON.parse(value) as Record<string, unknown>)['previousStatus']).toBe(previous);
    }
  });

  it('says nothing of more time', () => {
    expect(heard(named('booking.deadline_extended'), { ordersLifecycle: true })).toEqual([]);
  });
});
