import { shown } from '../../dev/demo/price';

describe('Amounts as the demo shows them', () => {
  it.each([
    [12_990, 'eur', '129.90 EUR'],
    [5, 'usd', '0.05 USD'],
    [58_000, 'jpy', '58000 JPY'],
    [24_350, 'kwd', '24.350 KWD'],
    [0, 'eur', '0.00 EUR'],
  ])('%d %s is %s', (amountMinor, currency, text) => {
    expect(shown({ amountMinor, currency })).toBe(text);
  });
});
