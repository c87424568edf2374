import { eventIdOf } from '../../../src/domain/ids';
import {
  BOOKING_ID,
  DREAMSCAPE,
  INITIATED,
  bodyOn,
  completed,
  contracts,
  eventOf,
  topicsOf,
} from './booking-2041';

const AT = '2026-03-04T09:15:30.120Z';
const common = {
  paymentId: 'pay_babefaa9a02eaf5c87263f5b',
  bookingId: 'bk-2041',
  userId: 'usr-77',
};
const stripe = { stripePaymentIntentId: 'pi_3Qa', bookingReference: 'TRIP-88' };
const price = { amount: 129.9, currency: 'EUR' };

describe('the dreamscape family', () => {
  it('sends payment.completed as contracts.md has it, byte for byte', () => {
    const record = contracts().render(completed, DREAMSCAPE)[1]!;
    expect(record).toMatchObject({
      topic: 'dreamscape.payment.completed',
      key: 'pay_babefaa9a02eaf5c87263f5b',
    });
    expect(record.value).toBe(
      '{"eventId":"5aa653b3-83c2-44bf-94fa-9efb0d2ae1bc","eventType":"payment.completed","timestamp":"2026-03-04T09:15:30.120Z","version":"1.0",' +
        '"source":"payment-service","correlationId":"bk-2041","causationId":"8017671c-d8ff-4f65-b1eb-f903dbb53d8c","metadata":{"sequence":3},' +
        '"payload":{"paymentId":"pay_babefaa9a02eaf5c87263f5b","bookingId":"bk-2041","userId":"usr-77","amount":129.9,"currency":"EUR",' +
        '"transactionId":"ch_3Qa","completedAt":"2026-03-04T09:15:30.120Z","amountMinor":12990,"stripePaymentIntentId":"pi_3Qa",' +
        '"stripeChargeId":"ch_3Qa","bookingReference":"TRIP-88"}}',
    );
  });

  it('sends payment.initiated with the method of the request', () => {
    const event = eventOf('payment.initiated', { expiresAt: '2026-03-04T09:30:00.000Z' });
    const body = (paymentMethod: string) =>
      bodyOn('dreamscape.payment.initiated', event, { booking: { ...DREAMSCAPE, paymentMethod } });

    expect(body('paypal')).toEqual({
      eventId: INITIATED,
      eventType: 'payment.initiated',
      timestamp: AT,
      version: '1.0',
      source: 'payment-service',
      correlationId: 'bk-2041',
      metadata: { sequence: 3 },
      payload: {
        ...common,
        ...price,
        paymentMethod: 'paypal',
        initiatedAt: AT,
        amountMinor: 12990,
        ...stripe,
      },
    });
    expect(body('card')?.payload).toMatchObject({ paymentMethod: 'credit_card' });
  });

  it('names the PaymentIntent as the transaction where no charge is known', () => {
    const event = eventOf('payment.completed', { stripeChargeId: '' });
    const body = bodyOn('dreamscape.payment.completed', event);
    expect(body?.payload).toMatchObject({ transactionId: 'pi_3Qa' });
    expect(body?.payload).not.toHaveProperty('stripeChargeId');
  });

  it('sends payment.failed with Stripe’s words, or with 002’s where Stripe gave none', () => {
    const failure = { errorCode: 'card_declined', errorMessage: 'Your card was declined.' };
    const told = eventOf('payment.failed', { attempts: 10, ...failure });
    expect(bodyOn('dreamscape.payment.failed', told)).toMatchObject({
      eventType: 'payment.failed',
      payload: { ...common, ...price, ...failure, failedAt: AT, amountMinor: 12990, ...stripe },
    });
    expect(
      bodyOn('dreamscape.payment.failed', eventOf('payment.failed', { attempts: 1 }))?.payload,
    ).toMatchObject({ errorCode: 'unknown', errorMessage: 'Payment failed' });
  });

  it('tells cancelled and expired payments as failed, with a code of their own', () => {
    const cancelled = eventOf('payment.cancelled', { cancelledBy: 'customer' });
    const expired = eventOf('payment.expired', { attempts: 0 });

    expect(bodyOn('dreamscape.payment.failed', cancelled)).toMatchObject({
      eventId: cancelled.eventId,
      eventType: 'payment.failed',
      payload: { errorCode: 'payment_cancelled', errorMessage: 'Payment failed' },
    });
    expect(bodyOn('dreamscape.payment.failed', expired)?.payload).toMatchObject({
      errorCode: 'payment_expired',
    });
  });

  it('tells a mere decline on a topic of its own, where nobody cancels', () => {
    const event = eventOf(
      'payment.attempt_failed',
      { attempt: 1, stripeChargeId: 'ch_1', errorCode: 'card_declined' },
      { discriminator: 'ch_1' },
    );
    expect(topicsOf(event)).toEqual([
      'booking-payment.events',
      'dreamscape.payment.attempt_failed',
    ]);
    expect(bodyOn('dreamscape.payment.attempt_failed', event)).toMatchObject({
      eventType: 'payment.attempt_failed',
      payload: { errorCode: 'card_declined', errorMessage: 'Payment failed', failedAt: AT },
    });
  });

  it('names a cause only where this family published it', () => {
    const ofType = (causationId: string) =>
      bodyOn(
        'dreamscape.payment.failed',
        eventOf('payment.failed', { attempts: 1 }, { causationId }),
      );
    expect(ofType(INITIATED)).toHaveProperty('causationId', INITIATED);
    expect(ofType(eventIdOf(BOOKING_ID, 'booking.pending_payment'))).not.toHaveProperty(
      'causationId',
    );
  });

  it('says nothing of what its documents do not know', () => {
    const silent = [
      eventOf('booking.pending_payment', { expiresAt: AT }),
      eventOf('payment.processing', { stripeStatus: 'processing' }),
      eventOf('payment.authorized', {}),
      eventOf('payment.refund_initiated', {
        refundId: 'rfd_1',
        refundAmountMinor: 1,
        reason: 'x',
        requestedBy: 'api',
      }),
      eventOf('payment.dispute_closed', { disputeId: 'dp_1', outcome: 'won' }),
      eventOf('booking.confirmed', {}),
      eventOf('booking.cancelled', { reason: 'customer' }),
    ];
    for (const event of silent) expect(topicsOf(event)).toEqual(['booking-payment.events']);
  });
});
