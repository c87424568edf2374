import { bodyOn, completed, contracts, DREAMSCAPE, eventOf, topicsOf } from './booking-2041';

describe('the flat topics', () => {
  it('send payment.completed as contracts.md has it, byte for byte', () => {
    const record = contracts().render(completed, DREAMSCAPE)[2]!;
    expect(record).toMatchObject({ topic: 'payment.completed', key: 'bk-2041' });
    expect(record.value).toBe(
      '{"paymentId":"pi_3Qa","bookingId":"bk-2041","bookingReference":"TRIP-88","userId":"usr-77","amount":129.9,"currency":"EUR",' +
        '"paymentMethod":"card","completedAt":"2026-03-04T09:15:30Z"}',
    );
  });

  it('send every final failure with its reason', () => {
    const declined = eventOf('payment.failed', {
      attempts: 1,
      errorCode: 'card_declined',
      errorMessage: 'Your card was declined',
    });
    const record = contracts().render(declined, DREAMSCAPE)[2]!;
    expect(record).toMatchObject({ topic: 'payment.failed', key: 'bk-2041' });
    expect(record.value).toBe(
      '{"paymentId":"pi_3Qa","bookingId":"bk-2041","bookingReference":"TRIP-88","userId":"usr-77","amount":129.9,"currency":"EUR",' +
        '"reason":"Your card was declined","failedAt":"2026-03-04T09:15:30Z"}',
    );
    for (const event of [
      eventOf('payment.cancelled', { cancelledBy: 'operator' }),
      eventOf('payment.expired', { attempts: 2 }),
    ])
      expect(bodyOn('payment.failed', event)).toMatchObject({ reason: 'Payment failed' });
  });

  it('say nothing of a mere decline', () => {
    const event = eventOf('payment.attempt_failed', { attempt: 1 });
    expect(topicsOf(event)).not.toContain('payment.failed');
  });

  it('use our own id and the booking as reference where there is no other', () => {
    const event = eventOf(
      'payment.failed',
      { attempts: 1 },
      { without: ['stripePaymentIntentId', 'bookingReference'] },
    );
    expect(bodyOn('payment.failed', event)).toMatchObject({
      paymentId: 'pay_babefaa9a02eaf5c87263f5b',
      bookingReference: 'bk-2041',
    });
  });

  it('can be turned off', () => {
    const off = { dreamscapeFlatTopics: false };
    expect(topicsOf(completed, off)).toEqual([
      'booking-payment.events',
      'dreamscape.payment.completed',
    ]);
    expect(contracts(off).topics.map(({ name }) => name)).not.toContain('payment.completed');
  });
});
