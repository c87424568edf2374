import { badParameter } from '../http/stripe-error';

const TWO_DECIMALS =
  'usd aed afn all amd ang aoa ars aud awg azn bam bbd bdt bgn bmd bnd bob brl bsd bwp byn bzd cad cdf chf cny cop crc cve czk dkk dop dzd egp etb eur fjd fkp gbp gel gip gmd gtq gyd hkd hnl hrk htg huf idr ils inr isk jmd kes kgs khr kyd kzt lak lbp lkr lrd lsl mad mdl mkd mmk mnt mop mur mvr mwk mxn myr mzn nad ngn nio nok npr nzd pab pen pgk php pkr pln qar ron rsd rub sar sbd scr sek sgd shp sle sos srd std szl thb tjs top try ttd twd tzs uah ugx uyu uzs wst xcd yer zar zmw';
const ZERO_DECIMALS = 'bif clp djf gnf jpy kmf krw mga pyg rwf vnd vuv xaf xof xpf';
const THREE_DECIMALS = 'bhd jod kwd omr tnd';

const decimals = new Map<string, number>([
  ...TWO_DECIMALS.split(' ').map((code) => [code, 2] as const),
  ...ZERO_DECIMALS.split(' ').map((code) => [code, 0] as const),
  ...THREE_DECIMALS.split(' ').map((code) => [code, 3] as const),
]);

/** docs.stripe.com/currencies, minimum charge amounts; the others have none of their own. */
const minimum: Record<string, number> = {
  ...{ usd: 50, aed: 200, aud: 50, bgn: 100, brl: 50, cad: 50, chf: 50, czk: 1500, dkk: 250 },
  ...{ eur: 50, gbp: 30, hkd: 400, huf: 17500, inr: 50, jpy: 50, mxn: 1000, myr: 200, nok: 300 },
  ...{ nzd: 50, pln: 200, ron: 200, sek: 300, sgd: 50, thb: 1000 },
};

const MOST = 99_999_999;

/** Below this nothing can be charged. */
export const leastOf = (currency: string) => minimum[currency] ?? 1;

export const decimalsOf = (currency: string) => decimals.get(currency) ?? 2;

/** For texts only; no amount is ever computed from this. */
export function formatMoney(amount: number, currency: string): string {
  const digits = decimalsOf(currency);
  const value = amount / 10 ** digits;
  return new Intl.NumberFormat('en-US', {
    style: 'currency',
    currency: currency.toUpperCase(),
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  }).format(value);
}

export function checkedCurrency(given: string): string {
  const currency = given.toLowerCase();
  if (!decimals.has(currency))
    throw badParameter(
      `Invalid currency: ${given}. Stripe currently supports these currencies: ${[...decimals.keys()].join(', ')}`,
      { param: 'currency' },
    );
  return currency;
}

export function checkAmount(amount: number, currency: string, param = 'amount'): void {
  if (amount < 1)
    throw badParameter('This value must be greater than or equal to 1.', {
      code: 'parameter_invalid_integer',
      param,
    });
  if (amount > MOST)
    throw badParameter(`Amount must be no more than ${formatMoney(MOST, currency)}`, {
      code: 'amount_too_large',
      param,
    });
  checkSteps(amount, currency, param);
  const least = minimum[currency];
  if (least !== undefined && amount < least)
    throw badParameter(`Amount must be at least ${formatMoney(least, currency)} ${currency}`, {
      code: 'amount_too_small',
      param,
    });
}

/** Three decimals are rounded to two; ISK kept its two decimals in the API but has none. */
function checkSteps(amount: number, currency: string, param: string): void {
  if (decimalsOf(currency) === 3 && amount % 10 !== 0)
    throw badParameter(
      `Invalid amount: the least-significant digit of ${currency} amounts must be 0.`,
      { code: 'parameter_invalid_integer', param },
    );
  if (currency === 'isk' && amount % 100 !== 0)
    throw badParameter('ISK amounts must be evenly divisible by 100.', {
      code: 'invalid_charge_amount_no_decimal_compatible',
      param,
    });
}
