import type Stripe from 'stripe';
import { errorOf, idOf, started, type Started } from '../started';
import {
  seenEvents,
  DAY,
  eventsSince,
  latestInvoice,
  paymentIntentOf,
  periodOf,
  subscribe,
  subscribed,
  subscriber,
} from './subscriber';

const HOUR = 60 * 60;

describe('a subscription over time', () => {
  let sim: Started;
  let stripe: Stripe;
  beforeEach(async () => {
    sim = await started();
    stripe = sim.stripe;
  });
  afterEach(() => sim.close());

  const read = (id: string) => stripe.subscriptions.retrieve(id);
  const moveTo = (at: number) => sim.control('POST', '/clock', { at });
  const breakCard = async (customer: string, card = 'pm_card_chargeCustomerFail') => {
    const method = await stripe.paymentMethods.attach(card, { customer });
    const invoice_settings = { default_payment_method: method.id };
    await stripe.customers.update(customer, { invoice_settings });
  };

  it('is renewed at the end of its period, and paid an hour later', async () => {
    const { id } = await subscribed(sim);
    const [, end] = periodOf(await read(id));
    const seen = await seenEvents(stripe);
    await moveTo(end);
    const renewed = await read(id);
    expect(periodOf(renewed)[0]).toBe(end);
    expect(await latestInvoice(stripe, id)).toMatchObject({
      status: 'draft',
      billing_reason: 'subscription_cycle',
      automatically_finalizes_at: end + HOUR,
      created: end,
      period_end: end,
    });
    await moveTo(end + HOUR);
    expect(await latestInvoice(stripe, id)).toMatchObject({ status: 'paid', amount_paid: 990 });
    expect(await eventsSince(stripe, seen)).toEqual([
      'invoice.created',
      'customer.subscription.updated active',
      'invoice.finalized',
      'payment_intent.created',
      'charge.succeeded',
      'payment_intent.succeeded',
      'invoice_payment.paid',
      'invoice.paid',
      'invoice.payment_succeeded',
    ]);
  });

  it('is renewed once for each period when the clock jumps over several', async () => {
    const { id } = await subscribed(sim, { price: 'price_demoDaily' });
    const [start] = periodOf(await read(id));
    await moveTo(start + 5 * DAY + 2 * HOUR);
    const { data } = await stripe.invoices.list({ subscription: id, limit: 100 });
    expect(data.map(({ created }) => (created - start) / DAY)).toEqual([5, 4, 3, 2, 1, 0]);
    expect(data.every(({ status }) => status === 'paid')).toBe(true);
    expect(periodOf(await read(id))).toEqual([start + 5 * DAY, start + 6 * DAY]);
    const numbers = data.map(({ number }) => number?.slice(-4)).reverse();
    expect(numbers).toEqual(['0001', '0002', '0003', '0004', '0005', '0006']);
  });

  it('of a 31st is billed on the last day of shorter months', async () => {
    const { now } = await sim.control<{ now: number }>('GET', '/clock');
    const year = new Date(now * 1000).getUTCFullYear() + 1;
    const anchor = Date.UTC(year, 0, 31, 12) / 1000;
    await moveTo(anchor);
    const { id } = await subscribed(sim);
    await moveTo(anchor + 125 * DAY);
    const { data } = await stripe.invoices.list({ subscription: id, limit: 100 });
    const days = data.map(({ created }) => new Date(created * 1000).toISOString().slice(5, 10));
    const february = new Date(Date.UTC(year, 2, 0)).toISOString().slice(5, 10);
    expect(days.reverse()).toEqual(['01-31', february, '03-31', '04-30', '05-31']);
  });

  it('on trial is warned of its end, and then paid for', async () => {
    const { customer } = await subscriber(stripe);
    const trial = await subscribe(stripe, customer, { trial_period_days: 14 });
    expect(trial).toMatchObject({ status: 'trialing', trial_end: trial.created + 14 * DAY });
    expect(periodOf(trial)[1]).toBe(trial.trial_end);
    expect(await latestInvoice(stripe, trial.id)).toMatchObject({ status: 'paid', total: 0 });
    const seen = await seenEvents(stripe);
    await moveTo(trial.created + 11 * DAY - 1);
    expect(await eventsSince(stripe, seen)).toEqual([]);
    await moveTo(trial.created + 11 * DAY);
    expect(await eventsSince(stripe, seen)).toEqual([
      'customer.subscription.trial_will_end trialing',
    ]);
    await moveTo(trial.created + 14 * DAY + HOUR);
    expect((await eventsSince(stripe, seen)).slice(1, 4)).toEqual([
      'invoice.created',
      'customer.subscription.updated active',
      'invoice.finalized',
    ]);
    expect(await latestInvoice(stripe, trial.id)).toMatchObject({ status: 'paid', total: 990 });
  });

  it('on a short trial is warned at once', async () => {
    const { customer } = await subscriber(stripe);
    const seen = await seenEvents(stripe);
    await subscribe(stripe, customer, { trial_period_days: 2 });
    await sim.advance(1);
    const warnings = (await eventsSince(stripe, seen)).filter((type) => /will_end/.test(type));
    expect(warnings).toHaveLength(1);
  });

  it('on trial has its card authenticated beforehand', async () => {
    const { customer, method } = await subscriber(stripe, 'pm_card_authenticationRequiredOnSetup');
    const trial = await subscribe(stripe, customer, {
      trial_period_days: 14,
      expand: ['pending_setup_intent'],
    });
    const setup = trial.pending_setup_intent as Stripe.SetupIntent;
    expect(setup).toMatchObject({ status: 'requires_action', payment_method: method });
    await sim.control('POST', `/setup_intents/${setup.id}/authenticate`, { outcome: 'succeed' });
    expect(await read(trial.id)).toMatchObject({
      pending_setup_intent: null,
      default_payment_method: method,
    });
    await sim.advance(15 * DAY);
    expect(await read(trial.id)).toMatchObject({ status: 'active' });
    expect((await latestInvoice(stripe, trial.id)).status).toBe('paid');
  });

  it('on trial without any card asks for one, and can end with the trial', async () => {
    const { id: customer } = await stripe.customers.create();
    const trial = (more: object) => subscribe(stripe, customer, { trial_period_days: 7, ...more });
    const patient = await trial({});
    const strict = await trial({
      trial_settings: { end_behavior: { missing_payment_method: 'cancel' } },
    });
    const setup = await stripe.setupIntents.retrieve(idOf(patient.pending_setup_intent));
    expect(setup.status).toBe('requires_payment_method');
    await sim.advance(8 * DAY);
    expect(await read(patient.id)).toMatchObject({ status: 'past_due' });
    expect(await read(strict.id)).toMatchObject({ status: 'canceled' });
  });

  it('that is not paid is tried again after 3, 5 and 7 days, and then ends', async () => {
    const { id, customer } = await subscribed(sim);
    const [, end] = periodOf(await read(id));
    await breakCard(customer);
    const seen = await seenEvents(stripe);
    const due = end + HOUR;
    for (const [days, attempts, next] of [
      [0, 1, 3],
      [3, 2, 8],
      [8, 3, 15],
    ] as const) {
      await moveTo(due + days * DAY);
      expect(await read(id)).toMatchObject({ status: 'past_due' });
      expect(await latestInvoice(stripe, id)).toMatchObject({
        status: 'open',
        attempt_count: attempts,
        next_payment_attempt: due + next * DAY,
      });
    }
    await moveTo(due + 15 * DAY);
    expect(await read(id)).toMatchObject({
      status: 'canceled',
      ended_at: due + 15 * DAY,
      cancellation_details: { reason: 'payment_failed' },
    });
    const types = await eventsSince(stripe, seen);
    expect(types.filter((type) => type === 'invoice.payment_failed')).toHaveLength(4);
    expect(types.filter((type) => type.startsWith('customer.subscription'))).toEqual([
      'customer.subscription.updated active',
      'customer.subscription.updated past_due',
      'customer.subscription.deleted canceled',
    ]);
    const ended = await seenEvents(stripe);
    await sim.advance(90 * DAY);
    expect(await eventsSince(stripe, ended)).toEqual([]);
  });

  it('that gets a good card in time is paid by the next retry', async () => {
    const { id, customer } = await subscribed(sim);
    const [, end] = periodOf(await read(id));
    await breakCard(customer);
    await moveTo(end + HOUR);
    await breakCard(customer, 'pm_card_visa');
    await moveTo(end + HOUR + 3 * DAY);
    expect(await read(id)).toMatchObject({ status: 'active' });
    expect(await latestInvoice(stripe, id)).toMatchObject({
      status: 'paid',
      attempt_count: 2,
      next_payment_attempt: null,
    });
    await moveTo(end + 20 * DAY);
    expect(await read(id)).toMatchObject({ status: 'active' });
  });

  it('can be paid by hand, which the retries do not repeat', async () => {
    const { id, customer } = await subscribed(sim);
    const [, end] = periodOf(await read(id));
    await breakCard(customer);
    await moveTo(end + HOUR);
    const { id: invoice } = await latestInvoice(stripe, id);
    expect(await errorOf(stripe.invoices.pay(invoice))).toMatchObject({
      statusCode: 402,
      code: 'card_declined',
    });
    const { id: good } = await stripe.paymentMethods.attach('pm_card_visa', { customer });
    const paid = await stripe.invoices.pay(invoice, { payment_method: good });
    expect(paid).toMatchObject({ status: 'paid', attempt_count: 1 });
    expect(await read(id)).toMatchObject({ status: 'active' });
    expect(await errorOf(stripe.invoices.pay(invoice))).toMatchObject({ statusCode: 400 });
    await moveTo(end + 20 * DAY);
    const paidOnce = (await stripe.charges.list({ customer })).data.filter(({ paid: is }) => is);
    expect(paidOnce).toHaveLength(2);
  });

  it('waits for 3D Secure without retries, but not for ever', async () => {
    const { id, customer } = await subscribed(sim);
    const [, end] = periodOf(await read(id));
    await breakCard(customer, 'pm_card_authenticationRequired');
    const seen = await seenEvents(stripe);
    await moveTo(end + HOUR);
    expect((await eventsSince(stripe, seen)).at(-1)).toBe('invoice.payment_action_required');
    const invoice = await latestInvoice(stripe, id);
    expect(invoice).toMatchObject({ status: 'open', next_payment_attempt: null });
    expect(await paymentIntentOf(stripe, invoice.id)).toMatchObject({ status: 'requires_action' });
    await moveTo(end + HOUR + 14 * DAY);
    expect(await read(id)).toMatchObject({ status: 'past_due' });
    expect((await stripe.invoices.retrieve(invoice.id)).attempt_count).toBe(1);
    await moveTo(end + HOUR + 15 * DAY);
    expect(await read(id)).toMatchObject({ status: 'canceled' });
  });

  it('becomes unpaid where the settings say so: drafts only, until it is paid', async () => {
    await sim.control('POST', '/settings', {
      dunning_ends_in: 'unpaid',
      invoice_retry_days: [1],
    });
    const { id, customer } = await subscribed(sim);
    await breakCard(customer);
    await sim.advance(35 * DAY);
    expect(await read(id)).toMatchObject({ status: 'unpaid' });
    const { id: owed } = await latestInvoice(stripe, id);
    await sim.advance(31 * DAY);
    expect(await latestInvoice(stripe, id)).toMatchObject({ status: 'draft', auto_advance: false });
    await breakCard(customer, 'pm_card_visa');
    await stripe.invoices.pay(owed);
    expect(await read(id)).toMatchObject({ status: 'unpaid' });
    const draft = await latestInvoice(stripe, id);
    await stripe.invoices.pay(draft.id);
    expect(await read(id)).toMatchObject({ status: 'active' });
  });

  it('owes nothing for an invoice that is made void', async () => {
    const { id, customer } = await subscribed(sim);
    await breakCard(customer);
    await sim.advance(32 * DAY);
    expect(await read(id)).toMatchObject({ status: 'past_due' });
    const { id: invoice } = await latestInvoice(stripe, id);
    expect((await stripe.invoices.voidInvoice(invoice)).status).toBe('void');
    expect(await read(id)).toMatchObject({ status: 'active' });
    const fresh = await subscribed(sim, {}, 'pm_card_chargeCustomerFail');
    const { id: first } = await latestInvoice(stripe, fresh.id);
    await stripe.invoices.voidInvoice(first);
    expect(await read(fresh.id)).toMatchObject({ status: 'incomplete_expired' });
  });

  it('by bank debit is not tried again while the bank has not answered', async () => {
    await sim.control('POST', '/settings', { debit_settles_seconds: 4 * DAY });
    const { id: customer } = await stripe.customers.create();
    const debit = await stripe.paymentMethods.attach('pm_sepaDebit_success', { customer });
    const { id } = await subscribe(stripe, customer, { default_payment_method: debit.id });
    const first = await paymentIntentOf(stripe, (await latestInvoice(stripe, id)).id);
    const settled = { outcome: 'succeeded' };
    await sim.control('POST', `/payment_intents/${first.id}/settle`, settled);
    await sim.advance(31 * DAY + 2 * HOUR);
    expect((await paymentIntentOf(stripe, (await latestInvoice(stripe, id)).id)).status).toBe(
      'processing',
    );
    await sim.advance(5 * DAY);
    expect(await latestInvoice(stripe, id)).toMatchObject({ status: 'paid', attempt_count: 1 });
    expect((await stripe.charges.list({ customer })).data).toHaveLength(2);
  });
});
