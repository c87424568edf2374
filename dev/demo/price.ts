/** Minor units, as Stripe counts. */
export interface Price {
  readonly amountMinor: number;
  readonly currency: string;
}

const WITHOUT_DECIMALS = 'bif clp djf gnf jpy kmf krw mga pyg rwf vnd vuv xaf xof xpf'.split(' ');
const THREE_DECIMALS = 'bhd jod kwd omr tnd'.split(' ');

/** Several currencies, so that an error in counting decimals shows. */
const PRICES: readonly Price[] = [
  { amountMinor: 12_990, currency: 'eur' },
  { amountMinor: 7_405, currency: 'usd' },
  { amountMinor: 58_000, currency: 'jpy' },
  { amountMinor: 24_350, currency: 'kwd' },
  { amountMinor: 101, currency: 'gbp' },
];

export function priceOf(index: number): Price {
  return PRICES[index % PRICES.length]!;
}

/** `129.90`: by digits, since a division would round. */
export function majorText({ amountMinor, currency }: Price): string {
  const decimals = decimalsOf(currency);
  const digits = String(Math.abs(amountMinor)).padStart(decimals + 1, '0');
  const whole = digits.slice(0, digits.length - decimals);
  const sign = amountMinor < 0 ? '-' : '';
  return decimals === 0 ? `${sign}${whole}` : `${sign}${whole}.${digits.slice(-decimals)}`;
}

export function shown(price: Price): string {
  return `${majorText(price)} ${price.currency.toUpperCase()}`;
}

function decimalsOf(currency: string): number {
  if (WITHOUT_DECIMALS.includes(currency)) return 0;
  return THREE_DECIMALS.includes(currency) ? 3 : 2;
}
