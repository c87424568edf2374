import { bodyOn, eventOf } from './booking-2041';

describe('amounts in major units', () => {
  it.each([
    ['jpy', 12990, 12990],
    ['eur', 12990, 129.9],
    ['eur', 1, 0.01],
    ['kwd', 12990, 12.99],
    ['isk', 12900, 129],
    ['usd', 99_999_999, 999_999.99],
  ])('move the point by the currency’s exponent: %s %d is %d', (currency, amountMinor, amount) => {
    const event = eventOf(
      'payment.completed',
      { stripeChargeId: 'ch_3Qa' },
      { payload: { amountMinor, currency } },
    );
    const expected = { amount, currency: currency.toUpperCase() };
    expect(bodyOn('dreamscape.payment.completed', event)?.payload).toMatchObject(expected);
    expect(bodyOn('payment.completed', event)).toMatchObject(expected);
  });
});
