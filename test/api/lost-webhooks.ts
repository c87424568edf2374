import type Stripe from 'stripe';
import { createBackfill } from '../../src/inbox/webhook-backfill';
import { createEvents } from '../../src/stripe/events';
import { createPaymentIntents } from '../../src/stripe/payment-intents';
import { SECRETS, startProduct, type Product } from './product';

export type LossyProduct = Awaited<ReturnType<typeof startLossyProduct>>;

/** The product behind a Stripe that sends webhooks to it, of which every single one is dropped. */
export async function startLossyProduct() {
  const product = await startProduct();
  const { saga, db, dispatcher, temporal } = product;
  const since = new Date();
  const url = `http://127.0.0.1:${saga.stripePort}/_control/webhooks`;
  const endpoints = [{ url: `${product.url}/webhooks/stripe`, secrets: [SECRETS[0]] }];
  await fetch(url, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ endpoints }),
  });
  await saga.simulate('/webhooks/faults', { kind: 'drop', times: null });

  /** As worker and command build it, at a time when nothing is on its way any more. */
  const backfillAt = (now: () => number, livemode = false) =>
    createBackfill({
      ...{ db, events: createEvents(saga.stripe), intents: createPaymentIntents(saga.stripe) },
      ...{ livemode, now, logger: product.deps.logger },
    });
  const backfill = backfillAt(() => Date.now() + 5 * 60_000);

  /** Delivers what the inbox holds, as often as it takes. */
  async function delivered(): Promise<void> {
    for (let round = 0; round < 10; round += 1) {
      const where = { deliveredAt: null };
      await temporal.idle();
      if ((await db.stripeEvent.count({ where })) === 0) return;
      await db.stripeEvent.updateMany({ where, data: { nextDeliveryAt: new Date(0) } });
      while (await dispatcher.pass());
    }
    throw new Error('the inbox is not empty after ten rounds');
  }

  return {
    ...product,
    backfill,
    backfillAt,
    delivered,
    /** Everything since this product was started. */
    scan: () => backfill.scan({ since }),
    async recovered() {
      const tally = await backfill.scan({ since });
      await delivered();
      return tally;
    },
    /** Stripe's events about an object, newest first. */
    async eventsOf(objectId: string): Promise<Stripe.Event[]> {
      const { data } = await saga.stripe.events.list({ limit: 100 });
      return data.filter(({ data: { object } }) => 'id' in object && object.id === objectId);
    },
    rowsOf: (paymentIntentId: string) => db.stripeEvent.findMany({ where: { paymentIntentId } }),
  };
}

/** Paid at Stripe; nobody here has heard of it. */
export async function payAt({ saga }: Product, intentId: string, card = 'pm_card_visa') {
  const key = { idempotencyKey: `confirm-${intentId}-${card}` };
  return saga.stripe.paymentIntents.confirm(intentId, { payment_method: card }, key);
}
