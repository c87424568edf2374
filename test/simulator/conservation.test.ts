import fc from 'fast-check';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Stripe from 'stripe';
import { DAY, subscribed } from './billing/subscriber';
import { idOf, paid, started, type Started } from './started';

const methods = [
  'pm_card_visa',
  'pm_card_chargeDeclined',
  'pm_card_createDispute',
  'pm_card_createDisputeInquiry',
  'pm_card_pendingRefund',
  'pm_card_refundFail',
];

type Step = { act: string; method: string; amount: number; pick: number };

const stepOf = (...acts: string[]): fc.Arbitrary<Step> =>
  fc.record({
    act: fc.constantFrom(...acts),
    method: fc.constantFrom(...methods),
    amount: fc.integer({ min: 50, max: 6000 }),
    pick: fc.nat(20),
  });

const payments = ['pay', 'hold', 'capture', 'cancel', 'refund', 'dispute', 'win', 'wait'];
const billing = ['subscribe', 'change', 'card', 'pay invoice', 'leave', 'days', 'month', 'refund'];

describe('money', () => {
  let sim: Started;
  let folder: string;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'stripe-money-'));
    sim = await started({ ledger: join(folder, 'ledger.jsonl') });
  });
  afterAll(async () => {
    await sim.close();
    rmSync(folder, { recursive: true });
  });

  it.each([
    ['payments', payments],
    ['subscriptions', billing],
  ])('of %s is never lost, invented or taken twice, whatever is asked', async (_of, acts) => {
    const steps = fc.array(stepOf(...acts, 'subscribe'), { minLength: 3, maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(steps, async (steps) => {
        await sim.control('POST', '/reset');
        for (const each of steps) await take(sim, each);
        await sim.advance(60);
        await expectBalanced(sim.stripe);
        await expectInvoiced(sim.stripe);
      }),
      { numRuns: 40, seed: 20261120 },
    );
    const seen = async () => ({
      state: await sim.control('GET', '/state'),
      subscriptions: await sim.stripe.subscriptions.list({ status: 'all', limit: 100 }),
      invoices: await sim.stripe.invoices.list({ limit: 100, expand: ['data.payments'] }),
    });
    const before = JSON.stringify(await seen());
    await sim.close();
    sim = await started({ ledger: join(folder, 'ledger.jsonl') });
    expect(JSON.stringify(await seen())).toEqual(before);
  });
});

/** A refusal by Stripe is as good an ending as any; anything else is a bug. */
async function take(sim: Started, { act, method, amount, pick }: Step): Promise<void> {
  const { stripe } = sim;
  const intents = (await stripe.paymentIntents.list({ limit: 100 })).data;
  const id = intents[pick % Math.max(1, intents.length)]?.id ?? '';
  const subscriptions = (await stripe.subscriptions.list({ limit: 100 })).data;
  const subscription = subscriptions[pick % Math.max(1, subscriptions.length)];
  const acts: Record<string, () => Promise<unknown>> = {
    pay: () => paid(stripe, method, { amount }),
    hold: () => paid(stripe, method, { amount, capture_method: 'manual' }),
    capture: () => stripe.paymentIntents.capture(id, { amount_to_capture: amount }),
    cancel: () => stripe.paymentIntents.cancel(id),
    refund: () => stripe.refunds.create({ payment_intent: id, amount }),
    dispute: () => sim.control('POST', '/disputes', { payment_intent: id }),
    win: async () => {
      const { data } = await stripe.disputes.list();
      await sim.control('POST', `/disputes/${data[0]?.id ?? 'none'}/close`, { outcome: 'won' });
    },
    wait: () => sim.advance(60),
    days: () => sim.advance(4 * DAY),
    month: () => sim.advance(31 * DAY),
    card: async () => {
      const customer = idOf(subscription?.customer ?? null);
      const { id: card } = await stripe.paymentMethods.attach(savable(method), { customer });
      const invoice_settings = { default_payment_method: card };
      await stripe.customers.update(customer, { invoice_settings });
    },
    'pay invoice': async () => {
      const { data } = await stripe.invoices.list({ status: 'open' });
      await stripe.invoices.pay(data[0]?.id ?? 'in_none');
    },
    subscribe: () => subscribed(sim, { price: priceOf(pick) }, savable(method)),
    change: () =>
      stripe.subscriptions.update(subscription?.id ?? 'sub_none', {
        items: [{ id: subscription?.items.data[0]?.id ?? '', price: priceOf(amount) }],
        proration_behavior: amount % 2 === 0 ? 'always_invoice' : 'create_prorations',
      }),
    leave: () =>
      stripe.subscriptions.cancel(subscription?.id ?? 'sub_none', {
        prorate: amount % 2 === 0,
        invoice_now: true,
      }),
  };
  if (!['pay', 'hold', 'subscribe'].includes(act) && id === '') return;
  try {
    await acts[act]?.();
  } catch (error) {
    const refused = error instanceof Stripe.errors.StripeError && (error.statusCode ?? 500) < 500;
    if (!refused) throw error;
  }
}

const priceOf = (pick: number) =>
  ['price_demoMonthly', 'price_demoPro', 'price_demoYearly'][pick % 3] ?? 'price_demoMonthly';

/** A card that is declined when it is saved begins nothing. */
const savable = (method: string) =>
  method === 'pm_card_chargeDeclined' ? 'pm_card_chargeCustomerFail' : method;

/** What a customer paid for invoices, and what they were for; the rest is on the balance. */
async function expectInvoiced(stripe: Stripe): Promise<void> {
  const all = { limit: 100 };
  const charges = await stripe.charges.list(all).autoPagingToArray({ limit: 1000 });
  const invoices = await stripe.invoices.list(all).autoPagingToArray({ limit: 1000 });
  const payments = await stripe.invoicePayments.list(all).autoPagingToArray({ limit: 1000 });
  for (const invoice of invoices) {
    const [payment] = payments.filter((each) => idOf(each.invoice) === invoice.id);
    const intent = idOf(payment?.payment.payment_intent ?? null);
    const taken = charges.filter((each) => idOf(each.payment_intent) === intent && each.paid);
    const sum = taken.reduce((total, { amount_captured }) => total + amount_captured, 0);
    expect(sum).toBe(invoice.amount_paid);
    expect(invoice.amount_paid).toBe(invoice.status === 'paid' ? invoice.amount_due : 0);
    if (invoice.status === 'draft') continue;
    expect(invoice.starting_balance + invoice.total).toBe(
      invoice.amount_due + (invoice.ending_balance ?? 0),
    );
  }
  for (const customer of (await stripe.customers.list(all)).data) {
    const billed = invoices.filter(
      (each) => idOf(each.customer) === customer.id && each.status !== 'draft',
    );
    const owed = billed.reduce((sum, { total, amount_due }) => sum + total - amount_due, 0);
    expect(customer.balance).toBe(owed);
  }
}

async function expectBalanced(stripe: Stripe): Promise<void> {
  const all = { limit: 100 };
  const most = { limit: 1000 };
  const charges = await stripe.charges.list(all).autoPagingToArray(most);
  // A hold that lapses is told as a refund too, but no money moves.
  const refunds = (await stripe.refunds.list(all).autoPagingToArray(most)).filter(
    ({ reason }) => reason !== 'expired_uncaptured_charge',
  );
  const disputes = await stripe.disputes.list(all).autoPagingToArray(most);
  const booked = await stripe.balanceTransactions.list(all).autoPagingToArray(most);
  const bookedFor = (source: string) =>
    booked
      .filter((each) => idOf(each.source) === source)
      .reduce((sum, { amount }) => sum + amount, 0);

  for (const charge of charges) {
    const given = refunds
      .filter((refund) => idOf(refund.charge) === charge.id && refund.status !== 'failed')
      .reduce((sum, { amount }) => sum + amount, 0);
    const released = charge.paid ? charge.amount - charge.amount_captured : 0;
    expect(bookedFor(charge.id)).toBe(charge.amount_captured);
    expect(given).toBeLessThanOrEqual(charge.amount_captured);
    if (charge.captured) expect(charge.amount_refunded).toBe(given + released);
  }
  for (const { id, status, amount } of refunds)
    expect(bookedFor(id)).toBe(status === 'failed' ? 0 : -amount);
  for (const { id, status, amount } of disputes) {
    const kept = status === 'won' || status.startsWith('warning');
    expect(bookedFor(id)).toBe(kept ? 0 : -amount);
  }
}
