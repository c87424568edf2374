import type Stripe from 'stripe';
import { errorOf, started, type Started } from '../started';
import {
  DAY,
  eventsSince,
  latestInvoice,
  periodOf,
  seenEvents,
  subscribe,
  subscribed,
  subscriber,
} from './subscriber';

const HOUR = 60 * 60;

describe('a subscription that changes', () => {
  let sim: Started;
  let stripe: Stripe;
  beforeEach(async () => {
    sim = await started();
    stripe = sim.stripe;
  });
  afterEach(() => sim.close());

  const read = (id: string) => stripe.subscriptions.retrieve(id);
  const moveTo = (at: number) => sim.control('POST', '/clock', { at });
  async function toPlan(id: string, price: string, more: Stripe.SubscriptionUpdateParams = {}) {
    const item = (await read(id)).items.data[0]?.id ?? '';
    return stripe.subscriptions.update(id, { items: [{ id: item, price }], ...more });
  }
  /** To the second, so that what is left of the period is known. */
  async function halfway(id: string) {
    const [start, end] = periodOf(await read(id));
    await moveTo(start + Math.floor((end - start) / 2));
  }
  const amounts = ({ lines }: Stripe.Invoice) => lines.data.map(({ amount }) => amount);

  it('pays the difference for the rest of the period with the next renewal', async () => {
    const { id } = await subscribed(sim);
    const [, end] = periodOf(await read(id));
    await halfway(id);
    const seen = await seenEvents(stripe);
    const changed = await toPlan(id, 'price_demoPro');
    expect(changed.items.data).toMatchObject([{ price: { id: 'price_demoPro' } }]);
    expect(periodOf(changed)[1]).toBe(end);
    expect(await eventsSince(stripe, seen)).toEqual(['customer.subscription.updated active']);
    await moveTo(end + HOUR);
    const invoice = await latestInvoice(stripe, id);
    const [credit = 0, debit = 0, renewal] = amounts(invoice);
    expect(Math.abs(credit + 495)).toBeLessThanOrEqual(1);
    expect(Math.abs(debit - 1450)).toBeLessThanOrEqual(1);
    expect(renewal).toBe(2900);
    expect(invoice).toMatchObject({ status: 'paid', amount_paid: credit + debit + 2900 });
    expect(invoice.lines.data[0]?.parent?.subscription_item_details?.proration).toBe(true);
    const [, next] = periodOf(await read(id));
    await moveTo(next + HOUR);
    expect(amounts(await latestInvoice(stripe, id))).toEqual([2900]);
  });

  it('pays the difference now where that is asked for', async () => {
    const { id } = await subscribed(sim);
    await halfway(id);
    const seen = await seenEvents(stripe);
    await toPlan(id, 'price_demoPro', { proration_behavior: 'always_invoice' });
    const invoice = await latestInvoice(stripe, id);
    expect(invoice).toMatchObject({ status: 'paid', billing_reason: 'subscription_update' });
    expect(Math.abs(invoice.amount_paid - 955)).toBeLessThanOrEqual(2);
    expect((await eventsSince(stripe, seen)).filter((type) => /^invoice\./.test(type))).toEqual([
      'invoice.created',
      'invoice.finalized',
      'invoice.paid',
      'invoice.payment_succeeded',
    ]);
  });

  it('keeps what a smaller plan gives back for its next invoices', async () => {
    const { id, customer } = await subscribed(sim, { price: 'price_demoPro' });
    await halfway(id);
    await toPlan(id, 'price_demoMonthly', { proration_behavior: 'always_invoice' });
    const invoice = await latestInvoice(stripe, id);
    expect(invoice).toMatchObject({ status: 'paid', amount_due: 0, amount_paid: 0 });
    const { balance } = (await stripe.customers.retrieve(customer)) as Stripe.Customer;
    expect(balance).toBe(invoice.total);
    expect(balance).toBeLessThan(-900);
    const [, end] = periodOf(await read(id));
    await moveTo(end + HOUR);
    expect(await latestInvoice(stripe, id)).toMatchObject({
      status: 'paid',
      starting_balance: balance,
      amount_paid: Math.max(0, 990 + balance) < 50 ? 0 : 990 + balance,
    });
    expect((await stripe.charges.list({ customer })).data.length).toBeLessThanOrEqual(2);
  });

  it('pays nothing until the renewal without proration', async () => {
    const { id } = await subscribed(sim);
    const [, end] = periodOf(await read(id));
    await halfway(id);
    await toPlan(id, 'price_demoPro', { proration_behavior: 'none' });
    await moveTo(end + HOUR);
    expect(amounts(await latestInvoice(stripe, id))).toEqual([2900]);
  });

  it('to another interval begins a new period, paid at once', async () => {
    const { id } = await subscribed(sim);
    await halfway(id);
    const { now } = await sim.control<{ now: number }>('GET', '/clock');
    const changed = await toPlan(id, 'price_demoYearly');
    const [start, end] = periodOf(changed);
    expect(start - now).toBeLessThanOrEqual(1);
    expect((end - start) / DAY).toBeGreaterThanOrEqual(365);
    const invoice = await latestInvoice(stripe, id);
    expect(amounts(invoice)[1]).toBe(9900);
    expect(invoice).toMatchObject({ status: 'paid', billing_reason: 'subscription_update' });
    await sim.advance(60 * DAY);
    expect((await latestInvoice(stripe, id)).id).toBe(invoice.id);
  });

  it('on trial costs nothing, and is paid for at its end', async () => {
    const { customer } = await subscriber(stripe);
    const { id } = await subscribe(stripe, customer, { trial_period_days: 10 });
    await toPlan(id, 'price_demoYearly', { proration_behavior: 'always_invoice' });
    expect((await stripe.invoices.list({ subscription: id })).data).toHaveLength(1);
    expect((await read(id)).status).toBe('trialing');
    await sim.advance(11 * DAY);
    expect(amounts(await latestInvoice(stripe, id))).toEqual([9900]);
  });

  it('can end its trial now, or later', async () => {
    const { customer } = await subscriber(stripe);
    const { id } = await subscribe(stripe, customer, { trial_period_days: 10 });
    const { trial_end } = await read(id);
    const seen = await seenEvents(stripe);
    const later = (trial_end ?? 0) + 5 * DAY;
    await stripe.subscriptions.update(id, { trial_end: later });
    await moveTo((trial_end ?? 0) + DAY);
    expect(await read(id)).toMatchObject({ status: 'trialing', trial_end: later });
    expect(await eventsSince(stripe, seen)).toEqual(['customer.subscription.updated trialing']);
    const ended = await stripe.subscriptions.update(id, { trial_end: 'now' });
    expect(ended.status).toBe('active');
    expect(await latestInvoice(stripe, id)).toMatchObject({ status: 'paid', amount_paid: 990 });
    await sim.advance(10 * DAY);
    expect((await stripe.invoices.list({ subscription: id })).data).toHaveLength(2);
  });

  it('that cannot be paid is past due, or refused where that is asked for', async () => {
    const { id, customer } = await subscribed(sim);
    const { id: bad } = await stripe.paymentMethods.attach('pm_card_chargeCustomerFail', {
      customer,
    });
    await stripe.subscriptions.update(id, { default_payment_method: bad });
    const before = await read(id);
    const change = { proration_behavior: 'always_invoice' as const };
    const strict = { ...change, payment_behavior: 'error_if_incomplete' as const };
    expect(await errorOf(toPlan(id, 'price_demoPro', strict))).toMatchObject({ statusCode: 402 });
    expect((await read(id)).items).toEqual(before.items);
    const changed = await toPlan(id, 'price_demoPro', change);
    expect(changed).toMatchObject({ status: 'past_due' });
    expect(changed.items.data[0]?.price.id).toBe('price_demoPro');
  });

  it('can have more of one plan, and a further one, and less again', async () => {
    const { id } = await subscribed(sim);
    const none = { proration_behavior: 'none' as const };
    const item = (await read(id)).items.data[0]?.id ?? '';
    const items = [{ id: item, quantity: 3 }, { price: 'price_demoPro' }];
    const more = await stripe.subscriptions.update(id, { items, ...none });
    expect(more.items.data.map(({ quantity }) => quantity)).toEqual([3, 1]);
    const gone = [{ id: item, deleted: true }];
    const less = await stripe.subscriptions.update(id, { items: gone, ...none });
    expect(less.items.data.map(({ price }) => price.id)).toEqual(['price_demoPro']);
    const last = [{ id: less.items.data[0]?.id ?? '', deleted: true }];
    expect(await errorOf(stripe.subscriptions.update(id, { items: last }))).toMatchObject({
      statusCode: 400,
    });
  });

  it('while incomplete keeps its plan', async () => {
    const { id } = await subscribed(sim, {}, 'pm_card_chargeCustomerFail');
    expect(await errorOf(toPlan(id, 'price_demoPro'))).toMatchObject({ statusCode: 400 });
    const { metadata } = await stripe.subscriptions.update(id, { metadata: { a: '1' } });
    expect(metadata).toEqual({ a: '1' });
  });
});

describe('a subscription that is cancelled', () => {
  let sim: Started;
  let stripe: Stripe;
  beforeEach(async () => {
    sim = await started();
    stripe = sim.stripe;
  });
  afterEach(() => sim.close());

  it('ends now, for good', async () => {
    const { id, customer } = await subscribed(sim);
    const seen = await seenEvents(stripe);
    const canceled = await stripe.subscriptions.cancel(id, {
      cancellation_details: { comment: 'too much', feedback: 'too_expensive' },
    });
    expect(canceled).toMatchObject({
      status: 'canceled',
      ended_at: canceled.canceled_at,
      cancellation_details: { reason: 'cancellation_requested', feedback: 'too_expensive' },
    });
    expect(await eventsSince(stripe, seen)).toEqual(['customer.subscription.deleted canceled']);
    expect(await errorOf(stripe.subscriptions.cancel(id))).toMatchObject({
      statusCode: 404,
      code: 'resource_missing',
    });
    const update = stripe.subscriptions.update(id, { cancel_at_period_end: true });
    expect(await errorOf(update)).toMatchObject({ statusCode: 400 });
    await sim.advance(40 * DAY);
    expect((await stripe.invoices.list({ subscription: id })).data).toHaveLength(1);
    expect((await stripe.subscriptions.list({ customer })).data).toEqual([]);
  });

  it('at the end of its period is paid for until then', async () => {
    const { id } = await subscribed(sim);
    const [, end] = periodOf(await stripe.subscriptions.retrieve(id));
    const leaving = await stripe.subscriptions.update(id, { cancel_at_period_end: true });
    expect(leaving).toMatchObject({ status: 'active', cancel_at_period_end: true, cancel_at: end });
    const seen = await seenEvents(stripe);
    await sim.control('POST', '/clock', { at: end });
    expect(await stripe.subscriptions.retrieve(id)).toMatchObject({
      status: 'canceled',
      ended_at: end,
      cancel_at_period_end: true,
    });
    expect(await eventsSince(stripe, seen)).toEqual(['customer.subscription.deleted canceled']);
    expect((await stripe.invoices.list({ subscription: id })).data).toHaveLength(1);
  });

  it('at the end of its period can stay after all', async () => {
    const { id } = await subscribed(sim);
    await stripe.subscriptions.update(id, { cancel_at_period_end: true });
    const stays = await stripe.subscriptions.update(id, { cancel_at_period_end: false });
    expect(stays).toMatchObject({ cancel_at: null, canceled_at: null });
    await sim.advance(32 * DAY);
    expect(await stripe.subscriptions.retrieve(id)).toMatchObject({ status: 'active' });
  });

  it('while incomplete owes nothing', async () => {
    const { id } = await subscribed(sim, {}, 'pm_card_chargeCustomerFail');
    await stripe.subscriptions.cancel(id);
    expect((await latestInvoice(stripe, id)).status).toBe('void');
  });

  it('while past due is not asked for money again', async () => {
    const { id, customer } = await subscribed(sim);
    const bad = await stripe.paymentMethods.attach('pm_card_chargeCustomerFail', { customer });
    await stripe.subscriptions.update(id, { default_payment_method: bad.id });
    await sim.advance(32 * DAY);
    await stripe.subscriptions.cancel(id);
    const seen = await seenEvents(stripe);
    await sim.advance(20 * DAY);
    expect(await eventsSince(stripe, seen)).toEqual([]);
    expect(await latestInvoice(stripe, id)).toMatchObject({ status: 'open', auto_advance: false });
  });

  it('gives back what is unused where that is asked for', async () => {
    const { id, customer } = await subscribed(sim, { price: 'price_demoPro' });
    const [start, end] = periodOf(await stripe.subscriptions.retrieve(id));
    await sim.control('POST', '/clock', { at: start + Math.floor((end - start) / 2) });
    await stripe.subscriptions.cancel(id, { prorate: true, invoice_now: true });
    const { balance } = (await stripe.customers.retrieve(customer)) as Stripe.Customer;
    expect(Math.abs(balance + 1450)).toBeLessThanOrEqual(1);
  });
});
