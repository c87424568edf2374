import { DREAMSCAPE, bodyOn, eventOf, topicsOf } from './booking-2041';

const refunded = (
  refundAmountMinor: number,
  refundedTotalMinor: number,
  paymentStatus: 'completed' | 'partially_refunded' | 'refunded',
) =>
  eventOf(
    'payment.refunded',
    {
      refundId: 'rfd_a485f48ab9d6ef5a8420a404',
      stripeRefundId: 're_3Qa',
      refundAmountMinor,
      refundedTotalMinor,
      fullyRefunded: refundedTotalMinor >= 12990,
      reason: 'seat changed',
    },
    { discriminator: 'rfd_a485f48ab9d6ef5a8420a404:1', payload: { paymentStatus } },
  );

const whole = refunded(12990, 12990, 'refunded');
const part = refunded(5000, 5000, 'partially_refunded');
const rest = refunded(7990, 12990, 'refunded');

describe('refunds of the dreamscape family', () => {
  it('sends a whole refund as payment.refunded', () => {
    expect(topicsOf(whole)).toEqual(['booking-payment.events', 'dreamscape.payment.refunded']);
    expect(bodyOn('dreamscape.payment.refunded', whole)).toMatchObject({
      eventType: 'payment.refunded',
      payload: {
        paymentId: 'pay_babefaa9a02eaf5c87263f5b',
        bookingId: 'bk-2041',
        userId: 'usr-77',
        refundAmount: 129.9,
        currency: 'EUR',
        refundId: 're_3Qa',
        reason: 'seat changed',
        refundedAt: '2026-03-04T09:15:30.120Z',
        amount: 129.9,
        refundAmountMinor: 12990,
        refundedTotal: 129.9,
        fullyRefunded: true,
        stripePaymentIntentId: 'pi_3Qa',
        bookingReference: 'TRIP-88',
      },
    });
  });

  it('keeps a partial refund away from consumers that cancel on any refund', () => {
    expect(topicsOf(part)).toEqual([
      'booking-payment.events',
      'dreamscape.payment.partially_refunded',
    ]);
    expect(bodyOn('dreamscape.payment.partially_refunded', part)).toMatchObject({
      eventType: 'payment.partially_refunded',
      payload: { refundAmount: 50, refundedTotal: 50, amount: 129.9, fullyRefunded: false },
    });
  });

  it('merges both where the consumers can tell them apart', () => {
    const merged = { dreamscapePartialRefunds: 'merge' } as const;
    expect(topicsOf(part, merged)).toEqual([
      'booking-payment.events',
      'dreamscape.payment.refunded',
    ]);
    expect(bodyOn('dreamscape.payment.refunded', part, merged)).toMatchObject({
      eventType: 'payment.refunded',
      payload: { refundAmount: 50, fullyRefunded: false },
    });
  });

  it('sends the part that completes the refund as payment.refunded', () => {
    expect(bodyOn('dreamscape.payment.refunded', rest)?.payload).toMatchObject({
      refundAmount: 79.9,
      refundedTotal: 129.9,
      fullyRefunded: true,
    });
  });

  it('falls back to our id and to 002’s reason', () => {
    const byHand = eventOf(
      'payment.refunded',
      {
        refundId: 'rfd_a485f48ab9d6ef5a8420a404',
        refundAmountMinor: 12990,
        refundedTotalMinor: 12990,
        fullyRefunded: true,
        reason: '',
        manual: true,
      },
      { payload: { paymentStatus: 'refunded' } },
    );
    expect(bodyOn('dreamscape.payment.refunded', byHand)?.payload).toMatchObject({
      refundId: 'rfd_a485f48ab9d6ef5a8420a404',
      reason: 'requested_by_customer',
    });
  });

  it('keeps quiet about money that never paid the booking', () => {
    const duplicate = refunded(12990, 12990, 'completed');
    expect(topicsOf(duplicate)).toEqual(['booking-payment.events']);
    expect(topicsOf(whole, {}, { ...DREAMSCAPE, stray: true })).toEqual(['booking-payment.events']);
  });
});
