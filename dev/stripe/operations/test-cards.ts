import { createHmac } from 'node:crypto';
import { StripeError } from '../http/stripe-error';
import type { CardBrand, CardFacts } from '../objects/payment-method';
import { declines, type TestBehaviour } from '../objects/test-behaviour';
import { testCards, testDebits, type TestCard } from '../objects/test-payment-methods';

/** Stripe spells some names with `visa_` and some without; both are taken. */
const plain = (name: string) => name.replace('pm_card_visa_charge', 'pm_card_charge');
const byName = new Map(testCards.map((card) => [plain(card.name), card]));
const byNumber = new Map(testCards.map((card) => [card.number, card]));

export const testCardNamed = (name: string): TestCard | undefined => byName.get(plain(name));
export const testDebitNamed = (name: string) => testDebits.find((debit) => debit.name === name);

export function behaviourOfNumber(number: string): TestBehaviour {
  if (!isCardNumber(number))
    throw cardError('incorrect_number', 'Your card number is incorrect.', 'number');
  return byNumber.get(number)?.behaviour ?? { decline: declines.live };
}

export function checkExpiry(month: number, year: number, now: number): void {
  if (month < 1 || month > 12)
    throw cardError(
      'invalid_expiry_month',
      "Your card's expiration month is invalid.",
      'exp_month',
    );
  const firstDayAfter = Date.UTC(year, month, 1) / 1000;
  if (firstDayAfter <= now || year > 2100)
    throw cardError('invalid_expiry_year', "Your card's expiration year is invalid.", 'exp_year');
}

/** The number itself is forgotten here; without the key the fingerprint does not give it away. */
export function cardFacts(
  number: string,
  expiry: Pick<CardFacts, 'exp_month' | 'exp_year'>,
  secretKey: string,
): CardFacts {
  return {
    brand: brandOf(number),
    country: 'US',
    ...expiry,
    fingerprint: createHmac('sha256', secretKey).update(number).digest('base64url').slice(0, 16),
    funding: 'credit',
    last4: number.slice(-4),
  };
}

function brandOf(number: string): CardBrand {
  if (number.startsWith('4')) return 'visa';
  if (/^(5[1-5]|2[2-7])/.test(number)) return 'mastercard';
  if (/^3[47]/.test(number)) return 'amex';
  return number.startsWith('6') ? 'discover' : 'unknown';
}

function isCardNumber(number: string): boolean {
  if (!/^\d{13,19}$/.test(number)) return false;
  const digits = [...number].reverse().map(Number);
  const sum = digits
    .map((digit, place) => (place % 2 === 0 ? digit : digit > 4 ? 2 * digit - 9 : 2 * digit))
    .reduce((total, digit) => total + digit, 0);
  return sum % 10 === 0;
}

export const cardError = (code: string, message: string, param: string) =>
  new StripeError(402, { code, message, param, type: 'card_error' });
