/** Money is an integer of minor units as Stripe counts them, with a lower-case ISO 4217 currency. */
export interface Money {
  amountMinor: number;
  currency: string;
}

export const MAX_AMOUNT_MINOR = 99_999_999;

// docs.stripe.com/currencies, as contracts.md section 0 fixes it.
const EXPONENT_0 = 'bif clp djf gnf jpy kmf krw mga pyg rwf vnd vuv xaf xof xpf'.split(' ');
const EXPONENT_3 = 'bhd jod kwd omr tnd'.split(' ');
const EXPONENT_2 = (
  'aed afn all amd ang aoa ars aud awg azn bam bbd bdt bgn bmd bnd bob brl bsd bwp byn bzd cad ' +
  'cdf chf cny cop crc cve czk dkk dop dzd egp etb eur fjd fkp gbp gel gip gmd gtq gyd hkd hnl ' +
  'htg huf idr ils inr isk jmd kes kgs khr kyd kzt lak lbp lkr lrd lsl mad mdl mkd mmk mnt mop ' +
  'mur mvr mwk mxn myr mzn nad ngn nio nok npr nzd pab pen pgk php pkr pln qar ron rsd rub sar ' +
  'sbd scr sek sgd shp sle sos srd std szl thb tjs top try ttd twd tzs uah usd uyu uzs wst xcd ' +
  'xcg yer zar zmw'
).split(' ');

const EXPONENTS: ReadonlyMap<string, number> = new Map([
  ...EXPONENT_0.map((code) => [code, 0] as const),
  ...EXPONENT_2.map((code) => [code, 2] as const),
  ...EXPONENT_3.map((code) => [code, 3] as const),
]);

/** Currencies we take. UGX is refused until Stripe's exponent for it has been verified. */
export const CURRENCIES: readonly string[] = [...EXPONENTS.keys()];

/** Digits after the point; undefined for a currency that we do not take. */
export function exponentOf(currency: string): number | undefined {
  return EXPONENTS.get(currency);
}

/** Smallest step that Stripe accepts: three-decimal currencies end in 0, ISK in 00. */
function stepOf(currency: string): number {
  if (currency === 'isk') return 100;
  return exponentOf(currency) === 3 ? 10 : 1;
}

export type AmountFault = 'currency_unsupported' | 'amount_invalid_for_currency';

/** Why an amount cannot be charged in a currency; undefined when it can. */
export function amountFault({ amountMinor, currency }: Money): AmountFault | undefined {
  if (exponentOf(currency) === undefined) return 'currency_unsupported';
  const step = stepOf(currency);
  const inRange = amountMinor >= 1 && amountMinor <= MAX_AMOUNT_MINOR;
  return Number.isSafeInteger(amountMinor) && inRange && amountMinor % step === 0
    ? undefined
    : 'amount_invalid_for_currency';
}

/** Minor units → decimal string of major units, by moving the point, never by division. */
export function toMajor({ amountMinor, currency }: Money): string {
  const exponent = exponentOf(currency) ?? 2;
  if (exponent === 0) return String(amountMinor);
  const digits = String(Math.abs(amountMinor)).padStart(exponent + 1, '0');
  const sign = amountMinor < 0 ? '-' : '';
  return `${sign}${digits.slice(0, -exponent)}.${digits.slice(-exponent)}`;
}

/** For people: "129.90 EUR". */
export function inWords(money: Money): string {
  return `${toMajor(money)} ${money.currency.toUpperCase()}`;
}

/** Decimal string of major units → minor units; undefined with more decimals than the currency. */
export function toMinor(major: string, currency: string): number | undefined {
  const exponent = exponentOf(currency);
  const match = /^(\d+)(?:\.(\d+))?$/.exec(major);
  if (exponent === undefined || !match) return undefined;
  const decimals = (match[2] ?? '').replace(/0+$/, '');
  if (decimals.length > exponent) return undefined;
  const minor = Number(`${match[1]}${decimals.padEnd(exponent, '0')}`);
  return Number.isSafeInteger(minor) ? minor : undefined;
}
