import { setTimeout as sleep } from 'node:timers/promises';
import { priceOf } from '../demo/price';
import { payByCard, stripeAt } from '../demo/stage/cards';
import type { Random } from '../kill/random';
import type { StackDescription } from '../stack/description';
import type { Requests } from './requests';

const LONGEST_THOUGHT_MS = 3_000;
const DECLINED_FIRST = 0.1;
const LOOK_EVERY_MS = 2_000;
const LOOKS = 30;
const TRIES = 10;

/** What a customer will do, chosen before anything happens: chance must not depend on timing. */
export interface Plan {
  readonly bookingId: string;
  readonly number: number;
  readonly thoughtMs: number;
  readonly declinedFirst: boolean;
}

export function planned(bookingId: string, number: number, random: Random): Plan {
  return {
    bookingId,
    number,
    thoughtMs: Math.round(random() * LONGEST_THOUGHT_MS),
    declinedFirst: random() < DECLINED_FIRST,
  };
}

/** Customers book, think, pay at Stripe, and look until their booking is confirmed. */
export function createCustomers(stack: StackDescription, requests: Requests) {
  const stripe = stripeAt(stack.stripe);

  /** Says what kept it from a confirmed booking; undefined when nothing did. */
  return async function shop({ bookingId, number, thoughtMs, declinedFirst }: Plan) {
    const intentId = await ordered(bookingId, number);
    if (intentId === undefined) return `${bookingId} could not be ordered`;
    await sleep(thoughtMs);
    if (declinedFirst) await payByCard(stripe, intentId, 'pm_card_visa_chargeDeclined');
    await payByCard(stripe, intentId, 'pm_card_visa');
    for (let look = 1; look <= LOOKS; look += 1) {
      await sleep(LOOK_EVERY_MS);
      const reply = await requests.ask('look', 'GET', `/api/v1/bookings/${bookingId}`);
      if (reply?.body['status'] === 'CONFIRMED') return undefined;
    }
    return `${bookingId} was not seen confirmed within ${(LOOKS * LOOK_EVERY_MS) / 1_000} s`;
  };

  /** The PaymentIntent's id. "Not yet" (202) is asked again under the same key, as the API says. */
  async function ordered(bookingId: string, number: number): Promise<string | undefined> {
    const { amountMinor: amount, currency } = priceOf(number);
    const body = { bookingId, userId: `usr-${number}`, amount, currency };
    const headers = { 'idempotency-key': `create:${bookingId}` };
    for (let attempt = 1; attempt <= TRIES; attempt += 1) {
      const reply = await requests.ask('create', 'POST', '/api/v1/payments', body, headers);
      const intentId = reply?.body['stripePaymentIntentId'];
      if (typeof intentId === 'string') return intentId;
      await sleep(LOOK_EVERY_MS);
    }
    return undefined;
  }
}

export type Shop = ReturnType<typeof createCustomers>;
