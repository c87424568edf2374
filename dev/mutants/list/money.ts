import type { Mutant } from '../mutant';

/** Amounts and currencies. */
export const MONEY: readonly Mutant[] = [
  {
    case: 'H20',
    about: 'money of another amount than the price confirms the booking',
    file: 'src/domain/decisions/paying.ts',
    from: 'charge.amountMinor === state.amountMinor &&',
    to: '',
  },
  {
    case: 'H28',
    about: 'yen are counted in hundredths',
    file: 'src/domain/money.ts',
    from: "'bif clp djf gnf jpy kmf",
    to: "'bif clp djf gnf kmf",
  },
  {
    case: 'H28',
    about: 'UGX is taken, though its exponent is not verified',
    file: 'src/domain/money.ts',
    from: "'htg huf idr",
    to: "'htg huf ugx idr",
  },
  {
    case: 'H28',
    about: 'single krónur are charged, which Stripe refuses',
    file: 'src/domain/money.ts',
    from: "if (currency === 'isk') return 100;",
    to: '',
  },
  {
    case: 'C3',
    about: 'the decimal amount is a hundredth of the minor units in every currency',
    file: 'src/domain/money.ts',
    from: 'if (exponent === 0) return String(amountMinor);',
    to: 'return (amountMinor / 100).toFixed(2);',
  },
];
