import fc from 'fast-check';
import {
  CURRENCIES,
  MAX_AMOUNT_MINOR,
  amountFault,
  exponentOf,
  toMajor,
  toMinor,
} from '../../src/domain/money';

/** contracts.md section 0. */
const ZERO = 'BIF CLP DJF GNF JPY KMF KRW MGA PYG RWF VND VUV XAF XOF XPF'.toLowerCase().split(' ');
const THREE = 'BHD JOD KWD OMR TND'.toLowerCase().split(' ');

const minor = fc.integer({ min: 1, max: MAX_AMOUNT_MINOR });

describe.each(CURRENCIES)('H28, C3: %s', (currency) => {
  const exponent = ZERO.includes(currency) ? 0 : THREE.includes(currency) ? 3 : 2;

  it('has the exponent that contracts.md gives it', () => {
    expect(exponentOf(currency)).toBe(exponent);
  });

  it('comes back unchanged from major units', () => {
    for (const amountMinor of [1, 9, 10, 99, 100, 101, 999, 1_000, 12_990, MAX_AMOUNT_MINOR])
      expect(toMinor(toMajor({ amountMinor, currency }), currency)).toBe(amountMinor);
    fc.assert(
      fc.property(minor, (amountMinor) => {
        const major = toMajor({ amountMinor, currency });
        return toMinor(major, currency) === amountMinor && Number(major) > 0;
      }),
      { numRuns: 50 },
    );
  });

  it('shows exactly its decimals, and takes no more of them', () => {
    const major = toMajor({ amountMinor: 12_990, currency });
    expect(major.split('.')[1]?.length ?? 0).toBe(exponent);
    const tooFine = `1.${'0'.repeat(exponent)}1`;
    expect(toMinor(tooFine, currency)).toBeUndefined();
  });

  it('is charged only in steps that Stripe accepts', () => {
    const step = currency === 'isk' ? 100 : exponent === 3 ? 10 : 1;
    expect(amountFault({ amountMinor: 5 * step, currency })).toBeUndefined();
    const between = amountFault({ amountMinor: 5 * step + 1, currency });
    expect(between).toBe(step === 1 ? undefined : 'amount_invalid_for_currency');
  });
});

it.each([
  ['isk', 12_900, '129.00', 'amount_invalid_for_currency'], // two decimals, never used
  ['huf', 12_990, '129.90', undefined], // two for charges; only payouts are whole
  ['twd', 12_990, '129.90', undefined],
  ['kwd', 12_990, '12.990', 'amount_invalid_for_currency'], // three, of which the last is nought
  ['jpy', 12_990, '12990', undefined],
])('H28, C3: %s %i is %s, and one more is %s', (currency, amountMinor, major, oneMore) => {
  expect(toMajor({ amountMinor, currency })).toBe(major);
  expect(toMinor(major, currency)).toBe(amountMinor);
  expect(amountFault({ amountMinor, currency })).toBeUndefined();
  expect(amountFault({ amountMinor: amountMinor + 1, currency })).toBe(oneMore);
});

it('knows every currency once, in lower case', () => {
  expect(new Set(CURRENCIES).size).toBe(CURRENCIES.length);
  for (const code of CURRENCIES) expect(code).toMatch(/^[a-z]{3}$/);
  expect(CURRENCIES).toEqual(expect.arrayContaining([...ZERO, ...THREE, 'isk', 'huf', 'twd']));
});

it.each(['ugx', 'EUR', 'xyz', ''])('H28: does not take the currency "%s"', (currency) => {
  expect(amountFault({ amountMinor: 1_000, currency })).toBe('currency_unsupported');
  expect(toMinor('10', currency)).toBeUndefined();
});

it.each([0, -1, 1.5, NaN, Infinity, MAX_AMOUNT_MINOR + 1])('does not charge %d cents', (amount) => {
  expect(amountFault({ amountMinor: amount, currency: 'eur' })).toBe('amount_invalid_for_currency');
});

it.each([
  [12_990, 'eur', '129.90'],
  [5, 'eur', '0.05'],
  [12_990, 'jpy', '12990'],
  [12_990, 'kwd', '12.990'],
  [12_900, 'isk', '129.00'],
  [-12_990, 'eur', '-129.90'],
])('writes %i minor units of %s as %s', (amountMinor, currency, major) => {
  expect(toMajor({ amountMinor, currency })).toBe(major);
});

it.each([
  ['129.9', 'eur', 12_990],
  ['129.90000', 'eur', 12_990], // noughts are no decimals
  ['129.905', 'eur', undefined],
  ['100.0', 'jpy', 100],
  ['100.5', 'jpy', undefined],
  ['1e3', 'eur', undefined],
  ['-1', 'eur', undefined],
  ['.5', 'eur', undefined],
  ['1.', 'eur', undefined],
  ['99999999999999999', 'eur', undefined],
])('reads "%s" %s as %p minor units', (major, currency, amountMinor) => {
  expect(toMinor(major, currency)).toBe(amountMinor);
});
