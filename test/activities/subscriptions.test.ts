import { recordEvent } from '../../src/db/stripe-events';
import { uuidOf } from '../../src/domain/ids';
import type { SubscriptionView } from '../../src/domain/subscription';
import { toldAs } from '../../src/domain/subscription-news';
import { createJudge } from '../contracts/judge';
import { eventually } from '../support/eventually';
import { fiveTimes, useSaga, type Saga } from './saga';
import { DAY, MONTH, subscriberOf, type Subscriber } from './subscriber';

let saga: Saga;
let subscriber: Subscriber;
useSaga((started) => {
  saga = started;
  subscriber = subscriberOf(saga);
});

const judge = createJudge();

/** Whatever is told is as its published schema has it. */
afterEach(async () => {
  const records = await saga.db.subscriptionRecord.findMany();
  const faults = records.flatMap(({ value, headers }) =>
    judge((headers as Record<string, string>)['ce_dataschema']!, JSON.parse(value)),
  );
  expect(faults).toEqual([]);
});

const ASKS = 'pm_card_authenticationRequired';
const DECLINES = 'pm_card_chargeCustomerFail';

describe('a subscription that is set up', () => {
  it('is begun at Stripe with the card saved, made default and charged', async () => {
    const begun = await subscriber.opened();
    expect(begun).toMatchObject({ status: 'active', cancelAtPeriodEnd: false, told: false });
    const { setupId, stripeCustomerId } = begun;
    const [made] = await subscriber.subscriptionsOf(stripeCustomerId);
    expect(made).toMatchObject({
      id: begun.subscriptionId,
      metadata: { setupId, customerId: begun.customerId, subscriptionPlanId: 'plan-gold' },
    });
    const row = await subscriber.rowOf(setupId);
    const customer = await saga.stripe.customers.retrieve(stripeCustomerId);
    expect(customer).toMatchObject({
      invoice_settings: { default_payment_method: row.paymentMethodId },
    });
    expect(made!.default_payment_method).toBe(row.paymentMethodId);
    expect(row).toMatchObject({ status: 'active', firstAmountMinor: 990n, currency: 'eur' });
    expect(row.firstPaymentIntentId).toMatch(/^pi_/);
  });

  it('is told of: its status, its first payment, and what admin-service counts', async () => {
    const begun = await subscriber.opened();
    const { setupId, subscriptionId, customerId, requestId } = begun;
    expect(await subscriber.heard(begun)).toMatchObject({ status: 'active', told: true });
    const told = await subscriber.told(setupId);
    expect(told.map(({ topic, status }) => [topic, status])).toEqual([
      ['subscription.status.updated', 'active'],
      ['subscription.payment.updated', 'paid'],
      ['payment.analytics', 'paid'],
      ['subscription.status.updated', 'active'],
    ]);
    const row = await subscriber.rowOf(setupId);
    const named = { subscriptionId, subscriptionPlanId: 'plan-gold', customerId };
    expect(told[0]).toMatchObject({
      ...{ ...named, currentPeriodEnd: row.currentPeriodEnd!.toISOString() },
      cancelAtPeriodEnd: false,
    });
    expect(told[0]).not.toHaveProperty('previousStatus');
    expect(told[3]).toMatchObject({ previousStatus: 'active' });
    const paid = await saga.db.stripeEvent.findFirstOrThrow({
      where: { subscriptionId, type: 'invoice.paid' },
    });
    const eventId = uuidOf(`subscription|${paid.stripeEventId}`);
    expect(told[1]).toMatchObject({ ...named, eventId, amount: 990, currency: 'eur' });
    expect(told[2]).toMatchObject({ eventId, success: true, customerId });
    const records = await saga.db.subscriptionRecord.findMany({ where: { setupId } });
    expect(records.map(({ key }) => key)).toEqual([
      ...[customerId, customerId, paid.objectId, customerId],
    ]);
    expect(records[0]!.headers).toMatchObject({ ce_correlationid: requestId });
    expect(saga.offered).toContain(setupId);
  });

  it('five times at once is one subscription', async () => {
    const request = await subscriber.start();
    const views = await fiveTimes(() => saga.openSubscription(request));
    expect(new Set(views.map(({ subscription }) => subscription?.subscriptionId)).size).toBe(1);
    expect(await subscriber.subscriptionsOf(request.stripeCustomerId)).toHaveLength(1);
  });

  for (const kind of ['lose_response', 'fail_after', 'reset_before'] as const)
    it(`is one, too, when Stripe's answer is hit by ${kind}`, async () => {
      const request = await subscriber.start();
      const match = { method: 'POST', path: '/v1/subscriptions' };
      // Twice: the SDK itself asks again once where a connection breaks.
      await saga.simulate('/faults', { kind, match, times: 2 });
      await expect(saga.openSubscription(request)).rejects.toThrow();
      await saga.clearFaults();
      const { subscription } = await saga.openSubscription(request);
      expect(subscription).toMatchObject({ status: 'active' });
      expect(await subscriber.subscriptionsOf(request.stripeCustomerId)).toHaveLength(1);
    });

  it('is found after a day, when Stripe has forgotten the key', async () => {
    const request = await subscriber.start();
    await subscriber.opened(request);
    // As if the process had died before it could write that down.
    await saga.db.subscription.update({
      where: { setupId: request.setupId },
      data: { stripeSubscriptionId: null, status: null },
    });
    const later = saga.acts({ once: saga.deps.once });
    await saga.db.stripeEffect.updateMany({
      where: { effect: `subscription:${request.setupId}` },
      data: { sentAt: new Date(Date.now() - 25 * 3_600_000) },
    });
    expect(await later.openSubscription(request)).toMatchObject({ subscription: {} });
    expect(await subscriber.subscriptionsOf(request.stripeCustomerId)).toHaveLength(1);
  });

  it('is refused, for good, where Stripe has no such price', async () => {
    const request = await subscriber.start({ stripePriceId: 'price_nope' });
    const { refused } = await saga.openSubscription(request);
    expect(refused).toMatchObject({ code: 'resource_missing' });
    expect(refused!.message).toContain('planInfo.stripePriceId');
    expect(await saga.openSubscription(request)).toEqual({ refused });
    expect(await subscriber.rowOf(request.setupId)).toMatchObject({ status: null });
  });

  const noSuch = (path: string, method: string) =>
    saga.simulate('/faults', {
      ...{ kind: 'fail_before', status: 404, match: { method, path } },
      error: { type: 'invalid_request_error', code: 'resource_missing', message: 'No such: ada' },
    });

  it('is refused where Stripe does not make its card the default', async () => {
    const request = await subscriber.start();
    await noSuch(`/v1/customers/${request.stripeCustomerId}`, 'POST');
    const { refused } = await saga.openSubscription(request);
    expect(refused).toMatchObject({ code: 'resource_missing' });
    expect(refused!.message).not.toContain('ada');
    expect(await saga.openSubscription(request)).toEqual({ refused });
    expect(await subscriber.subscriptionsOf(request.stripeCustomerId)).toEqual([]);
  });

  it('is not refused because Stripe does not show it just now', async () => {
    const request = await subscriber.start();
    await noSuch('/v1/subscriptions/*', 'GET');
    await expect(saga.openSubscription(request)).rejects.toThrow();
    expect(await subscriber.rowOf(request.setupId)).toMatchObject({ refusedCode: null });
    await saga.clearFaults();
    expect(await saga.openSubscription(request)).toMatchObject({
      subscription: { status: 'active' },
    });
    expect(await subscriber.subscriptionsOf(request.stripeCustomerId)).toHaveLength(1);
  });

  it('is begun where Stripe has it, though its answer was a refusal', async () => {
    const request = await subscriber.start();
    await saga.simulate('/faults', {
      ...{ kind: 'fail_after', status: 400 },
      match: { method: 'POST', path: '/v1/subscriptions' },
      error: { type: 'invalid_request_error', code: 'parameter_invalid', message: 'no' },
    });
    const { subscription } = await saga.openSubscription(request);
    expect(subscription).toMatchObject({ status: 'active' });
    expect(await subscriber.subscriptionsOf(request.stripeCustomerId)).toHaveLength(1);
  });

  it('that was refused is begun when news show that Stripe has it', async () => {
    const request = await subscriber.start();
    const { setupId } = request;
    const begun = await subscriber.opened(request);
    await saga.db.subscription.update({
      where: { setupId },
      data: {
        ...{ stripeSubscriptionId: null, status: null },
        ...{ refusedCode: 'parameter_invalid', refusedMessage: 'no' },
      },
    });
    const { subscription } = await saga.openSubscription(request);
    expect(subscription).toMatchObject({ subscriptionId: begun.subscriptionId });
    expect(await subscriber.rowOf(setupId)).toMatchObject({ refusedCode: null });
    expect(await subscriber.heard(begun)).toMatchObject({ status: 'active', told: true });
  });

  it('is refused for a customer that Stripe has no longer', async () => {
    const request = await subscriber.start({ stripeCustomerId: 'cus_gone' });
    await noSuch('/v1/subscriptions', 'GET');
    expect(await saga.openSubscription(request)).toHaveProperty('refused.code');
  });

  it('is refused with the words of the bank that does not save its card', async () => {
    const request = await subscriber.start({ paymentMethodId: 'pm_card_visa_chargeDeclined' });
    const { refused } = await saga.openSubscription(request);
    expect(refused).toEqual({ code: 'card_declined', message: 'Your card was declined.' });
    expect(await subscriber.subscriptionsOf(request.stripeCustomerId)).toEqual([]);
  });

  it("takes no card of another customer's", async () => {
    const { id } = await saga.stripe.customers.create({});
    const { id: paymentMethodId } = await saga.stripe.paymentMethods.attach('pm_card_visa', {
      customer: id,
    });
    const request = await subscriber.start({ paymentMethodId });
    const { refused } = await saga.openSubscription(request);
    expect(refused!.message).toContain('paymentMethodId');
  });

  it('with a trial costs nothing yet, and says so', async () => {
    const begun = await subscriber.opened({ trialDays: 14 });
    expect(begun.status).toBe('trialing');
    await subscriber.heard(begun);
    expect(await subscriber.story(begun.setupId)).toEqual(['trialing', 'paid 0']);
    expect(await subscriber.rowOf(begun.setupId)).toMatchObject({
      ...{ firstPaymentIntentId: null, setupIntentId: null, firstAmountMinor: 0n },
    });
    await subscriber.pass(14 * DAY + 2 * 3_600);
    expect(await subscriber.heard(begun)).toMatchObject({ status: 'active' });
    expect((await subscriber.story(begun.setupId)).slice(2)).toEqual(['active', 'paid 990']);
    const [, after] = await subscriber.told(begun.setupId, 'subscription.status.updated');
    expect(after).toMatchObject({ status: 'active', previousStatus: 'trialing' });
  });

  it('with a trial and 3-D Secure waits for the customer to authenticate the card', async () => {
    const begun = await subscriber.opened({
      ...{ trialDays: 14, paymentMethodId: 'pm_card_authenticationRequiredOnSetup' },
    });
    const { setupIntentId } = await subscriber.rowOf(begun.setupId);
    expect(setupIntentId).toMatch(/^seti_/);
    expect(await subscriber.heard(begun)).toMatchObject({ waitsForCustomer: true });
    await subscriber.authenticate(setupIntentId!);
    expect(await subscriber.heard(begun)).toMatchObject({ waitsForCustomer: false });
    // Results of the request are still about it.
    expect(await subscriber.rowOf(begun.setupId)).toMatchObject({ setupIntentId });
  });

  it('with 3-D Secure is incomplete until the customer has acted', async () => {
    const begun = await subscriber.opened({ paymentMethodId: ASKS });
    expect(begun.status).toBe('incomplete');
    await subscriber.heard(begun);
    expect(await subscriber.story(begun.setupId)).toEqual(['incomplete', 'action_required 990']);
    const { firstPaymentIntentId } = await subscriber.rowOf(begun.setupId);
    await subscriber.authenticate(firstPaymentIntentId!);
    expect(await subscriber.heard(begun)).toMatchObject({ status: 'active' });
    expect((await subscriber.story(begun.setupId)).slice(2)).toEqual(['paid 990', 'active']);
  });

  it('whose first payment is declined is incomplete, and expires after a day', async () => {
    const begun = await subscriber.opened({ paymentMethodId: DECLINES });
    expect(begun.status).toBe('incomplete');
    await subscriber.heard(begun);
    const [failed] = await subscriber.told(begun.setupId, 'subscription.payment.updated');
    expect(failed).toMatchObject({ status: 'failed', error: 'Your card was declined.' });
    const [counted] = await subscriber.told(begun.setupId, 'payment.analytics');
    expect(counted).toMatchObject({ success: false, errorCode: 'card_declined' });
    await subscriber.pass(DAY);
    expect(await subscriber.heard(begun)).toMatchObject({
      ...{ status: 'incomplete_expired', told: true },
    });
    expect((await subscriber.story(begun.setupId)).at(-1)).toBe('incomplete_expired');
  });
});

describe('a subscription that goes on', () => {
  it('is renewed by Stripe, and each renewal is told', async () => {
    const begun = await subscriber.opened();
    await subscriber.heard(begun);
    const { currentPeriodEnd } = await subscriber.rowOf(begun.setupId);
    await subscriber.pass(MONTH + 2 * 3_600);
    const renewed = await subscriber.heard(begun);
    expect(Date.parse(renewed.currentPeriodEnd!)).toBeGreaterThan(currentPeriodEnd!.getTime());
    expect((await subscriber.story(begun.setupId)).slice(-2)).toEqual(['active', 'paid 990']);
  });

  /** Renewed with a card that no longer pays. */
  async function unpaid(): Promise<SubscriptionView & { stripeCustomerId: string }> {
    const begun = await subscriber.opened();
    await subscriber.heard(begun);
    const { id } = await saga.stripe.paymentMethods.attach(DECLINES, {
      customer: begun.stripeCustomerId,
    });
    await saga.stripe.subscriptions.update(begun.subscriptionId, { default_payment_method: id });
    await subscriber.heard(begun);
    await saga.db.subscriptionRecord.deleteMany({ where: { setupId: begun.setupId } });
    await subscriber.pass(MONTH + 2 * 3_600);
    expect(await subscriber.heard(begun)).toMatchObject({ status: 'past_due' });
    return begun;
  }

  it('is tried again by Stripe while unpaid, each failure told, and recovers', async () => {
    const begun = await unpaid();
    expect(await subscriber.story(begun.setupId)).toEqual(['past_due', 'failed 990', 'past_due']);
    await subscriber.pass(3 * DAY);
    await subscriber.heard(begun);
    expect((await subscriber.story(begun.setupId)).slice(3)).toEqual(['failed 990']);
    const { id } = await saga.stripe.paymentMethods.attach('pm_card_visa', {
      customer: begun.stripeCustomerId,
    });
    await saga.stripe.subscriptions.update(begun.subscriptionId, { default_payment_method: id });
    await subscriber.pass(5 * DAY);
    expect(await subscriber.heard(begun)).toMatchObject({ status: 'active' });
    const story = await subscriber.story(begun.setupId);
    expect(story.filter((word) => word === 'paid 990')).toHaveLength(1);
    expect(story.at(-1)).toBe('active');
    const statuses = await subscriber.told(begun.setupId, 'subscription.status.updated');
    expect(statuses.map(({ previousStatus }) => previousStatus)).toContain('past_due');
  });

  it('is given up by Stripe when nothing helps', async () => {
    const begun = await unpaid();
    for (const days of [3, 5, 7]) {
      await subscriber.pass(days * DAY);
      await subscriber.heard(begun);
    }
    expect(await subscriber.rowOf(begun.setupId)).toMatchObject({ status: 'canceled' });
    const story = await subscriber.story(begun.setupId);
    expect(story.filter((word) => word === 'failed 990')).toHaveLength(4);
    expect(story.at(-1)).toBe('canceled');
  });
});

describe('the news of a subscription', () => {
  const reversed = async (subscriptionId: string) => {
    for (const event of (await subscriber.events(subscriptionId)).reverse())
      await recordEvent(saga.db, event);
  };

  it('that come in the wrong order and twice are told once, by what Stripe says now', async () => {
    const begun = await subscriber.opened();
    const events = await subscriber.events(begun.subscriptionId);
    for (const event of [...events].reverse()) {
      await recordEvent(saga.db, event);
      await fiveTimes(() => saga.settleSubscription(begun.setupId));
      await recordEvent(saga.db, event);
    }
    const told = await subscriber.told(begun.setupId);
    expect(new Set(told.map(({ topic, eventId }) => `${topic} ${eventId}`)).size).toBe(told.length);
    const news = events.filter(({ type }) => toldAs(type) !== undefined);
    expect(news.length).toBeLessThan(events.length); // such as invoice.created
    expect(new Set(told.map(({ eventId }) => eventId)).size).toBe(news.length);
    expect((await subscriber.story(begun.setupId)).sort()).toEqual([
      'active',
      'active',
      'paid 990',
    ]);
  });

  it('of a failure that is over by then are not told behind the payment', async () => {
    const begun = await subscriber.opened({ paymentMethodId: ASKS });
    const { firstPaymentIntentId } = await subscriber.rowOf(begun.setupId);
    await subscriber.authenticate(firstPaymentIntentId!);
    await subscriber.hear(begun.subscriptionId, ({ type }) => type === 'invoice.paid');
    await saga.settleSubscription(begun.setupId);
    await subscriber.heard(begun);
    const payments = await subscriber.told(begun.setupId, 'subscription.payment.updated');
    expect(payments.map(({ status }) => status)).toEqual(['paid']);
  });

  it('of a failure that are heard together with the payment are told before it', async () => {
    const begun = await subscriber.opened({ paymentMethodId: ASKS });
    const { firstPaymentIntentId } = await subscriber.rowOf(begun.setupId);
    await subscriber.authenticate(firstPaymentIntentId!);
    await reversed(begun.subscriptionId);
    await saga.settleSubscription(begun.setupId);
    const payments = await subscriber.told(begun.setupId, 'subscription.payment.updated');
    expect(payments.map(({ status }) => status)).toEqual(['failed', 'action_required', 'paid']);
  });

  it('leave no older word of Stripe over a newer one', async () => {
    const begun = await subscriber.opened();
    await subscriber.hear(begun.subscriptionId);
    let letGo!: () => void;
    const gate = new Promise<void>((resolve) => (letGo = resolve));
    let reads = 0;
    const { subscriptions } = saga.deps;
    const slow = saga.acts({
      subscriptions: {
        ...subscriptions,
        async retrieve(id) {
          const seen = await subscriptions.retrieve(id);
          if ((reads += 1) === 1) await gate;
          return seen;
        },
      },
    });
    const late = slow.settleSubscription(begun.setupId);
    await eventually('the slow one has read', () => reads === 1);
    await saga.stripe.subscriptions.cancel(begun.subscriptionId);
    await saga.settleSubscription(begun.setupId);
    letGo();
    expect(await late).toMatchObject({ status: 'canceled' });
    expect(await subscriber.rowOf(begun.setupId)).toMatchObject({ status: 'canceled' });
  });

  it('are told in order when there are very many of them', async () => {
    const begun = await subscriber.opened({ stripePriceId: 'price_demoDaily' });
    for (let day = 1; day <= 25; day += 1) await subscriber.pass(DAY + 2 * 3_600);
    const events = await subscriber.events(begun.subscriptionId);
    expect(events.length).toBeGreaterThan(50);
    await subscriber.heard(begun);
    expect(await subscriber.told(begun.setupId, 'subscription.status.updated')).not.toEqual([]);
    const left = { subscriptionId: begun.subscriptionId, appliedAt: null };
    expect(await saga.db.stripeEvent.count({ where: left })).toBe(0);
    const paid = (await subscriber.story(begun.setupId)).filter((word) => word === 'paid 100');
    expect(paid).toHaveLength(events.filter(({ type }) => type === 'invoice.paid').length);
  });

  it('are kept until the rows are, in one transaction', async () => {
    const begun = await subscriber.opened();
    await subscriber.hear(begun.subscriptionId);
    const broken = saga.acts({
      contracts: {
        ...saga.deps.contracts,
        subscriptions: {
          ...saga.deps.contracts.subscriptions!,
          paymentAnalytics: () => {
            throw new Error('half-way');
          },
        },
      },
    });
    await expect(broken.settleSubscription(begun.setupId)).rejects.toThrow();
    expect(await subscriber.told(begun.setupId)).toEqual([]);
    await saga.settleSubscription(begun.setupId);
    expect(await subscriber.told(begun.setupId)).toHaveLength(4);
  });
});

describe('an order for a subscription', () => {
  const change = {
    change: { subscriptionPlanId: 'plan-pro', stripePriceId: 'price_demoPro' },
  };
  const itemOf = async (subscriptionId: string) =>
    (await subscriber.atStripe(subscriptionId)).items.data[0]!.price.id;

  it('changes the plan once, however often it is given', async () => {
    const begun = await subscriber.opened();
    const { setupId, subscriptionId } = begun;
    const order = { setupId, revisionId: `change-${setupId}`, ...change };
    const done = await fiveTimes(() => saga.reviseSubscription(order));
    expect(done[0]).toMatchObject({ subscription: { subscriptionPlanId: 'plan-pro' } });
    expect(await itemOf(subscriptionId)).toBe('price_demoPro');
    await subscriber.heard(begun);
    const told = await subscriber.told(setupId, 'subscription.status.updated');
    expect(told.at(-1)).toMatchObject({ subscriptionPlanId: 'plan-pro', status: 'active' });
    const updated = (await subscriber.events(subscriptionId)).filter(
      ({ type }) => type === 'customer.subscription.updated',
    );
    expect(updated).toHaveLength(2); // paid, and changed once
  });

  it('brings another card, too', async () => {
    const begun = await subscriber.opened();
    const { setupId, subscriptionId } = begun;
    const before = (await subscriber.rowOf(setupId)).paymentMethodId;
    const wanted = { ...change.change, paymentMethodId: 'pm_card_mastercard' };
    await saga.reviseSubscription({ setupId, revisionId: `card-${setupId}`, change: wanted });
    const { default_payment_method: charged } = await subscriber.atStripe(subscriptionId);
    expect(charged).not.toBe(before);
    const customer = await saga.stripe.customers.retrieve(begun.stripeCustomerId);
    expect(customer).toMatchObject({ invoice_settings: { default_payment_method: charged } });
  });

  it('whose card does not become the default is refused, and a cancel can follow', async () => {
    const { setupId, stripeCustomerId } = await subscriber.opened();
    await saga.simulate('/faults', {
      ...{ kind: 'fail_before', status: 400 },
      match: { method: 'POST', path: `/v1/customers/${stripeCustomerId}` },
      error: { type: 'invalid_request_error', code: 'parameter_invalid', message: 'no' },
    });
    const wanted = { ...change.change, paymentMethodId: 'pm_card_mastercard' };
    const order = { setupId, revisionId: `default-${setupId}`, change: wanted };
    expect(await saga.reviseSubscription(order)).toMatchObject({
      refused: { code: 'parameter_invalid' },
    });
    const end = { setupId, revisionId: `then-${setupId}`, cancel: { atPeriodEnd: false } };
    expect(await saga.reviseSubscription(end)).toMatchObject({
      subscription: { status: 'canceled' },
    });
  });

  it('that is given again after a younger one leaves that as it is', async () => {
    const { setupId, subscriptionId } = await subscriber.opened();
    const older = { setupId, revisionId: `older-${setupId}`, ...change };
    const yearly = { subscriptionPlanId: 'plan-year', stripePriceId: 'price_demoYearly' };
    await saga.reviseSubscription(older);
    await saga.reviseSubscription({ setupId, revisionId: `new-${setupId}`, change: yearly });
    await saga.reviseSubscription(older);
    expect(await itemOf(subscriptionId)).toBe('price_demoYearly');
    expect(await subscriber.rowOf(setupId)).toMatchObject(yearly);
  });

  it('that Stripe does not take is refused, and changes nothing', async () => {
    const { setupId, subscriptionId } = await subscriber.opened();
    const wanted = { subscriptionPlanId: 'plan-x', stripePriceId: 'price_nope' };
    const order = { setupId, revisionId: `nope-${setupId}`, change: wanted };
    expect((await saga.reviseSubscription(order)).refused).toMatchObject({
      code: 'resource_missing',
    });
    expect(await itemOf(subscriptionId)).toBe('price_demoMonthly');
    expect(await subscriber.rowOf(setupId)).toMatchObject({ subscriptionPlanId: 'plan-gold' });
  });

  it('whose answer is lost is found done', async () => {
    const { setupId, subscriptionId } = await subscriber.opened();
    const order = { setupId, revisionId: `lost-${setupId}`, ...change };
    const match = { method: 'POST', path: '/v1/subscriptions/*' };
    await saga.simulate('/faults', { kind: 'fail_after', match });
    await expect(saga.reviseSubscription(order)).rejects.toThrow();
    await saga.reviseSubscription(order);
    expect(await itemOf(subscriptionId)).toBe('price_demoPro');
    const updated = (await subscriber.events(subscriptionId)).filter(
      ({ type }) => type === 'customer.subscription.updated',
    );
    expect(updated).toHaveLength(2);
  });

  it('ends it at the end of its period', async () => {
    const begun = await subscriber.opened();
    const { setupId } = begun;
    const order = { setupId, revisionId: `end-${setupId}`, cancel: { atPeriodEnd: true } };
    const [done] = await fiveTimes(() => saga.reviseSubscription(order));
    expect(done).toMatchObject({ subscription: { status: 'active', cancelAtPeriodEnd: true } });
    await subscriber.heard(begun);
    const told = await subscriber.told(setupId, 'subscription.status.updated');
    expect(told.at(-1)).toMatchObject({ status: 'active', cancelAtPeriodEnd: true });
    await subscriber.pass(MONTH + 3_600);
    expect(await subscriber.heard(begun)).toMatchObject({ status: 'canceled', told: true });
    expect((await subscriber.story(setupId)).at(-1)).toBe('canceled');
  });

  it('ends it at once, and again changes nothing', async () => {
    const begun = await subscriber.opened();
    const { setupId } = begun;
    const cancel = { atPeriodEnd: false };
    const order = { setupId, revisionId: `now-${setupId}`, cancel };
    const done = await fiveTimes(() => saga.reviseSubscription(order));
    expect(done[0]).toMatchObject({ subscription: { status: 'canceled' } });
    const again = { ...order, revisionId: `again-${setupId}` };
    expect(await saga.reviseSubscription(again)).toMatchObject({ subscription: {} });
    const late = { setupId, revisionId: `late-${setupId}`, ...change };
    expect(await saga.reviseSubscription(late)).toMatchObject({
      refused: { code: 'subscription_ended' },
    });
    await subscriber.heard(begun);
    expect((await subscriber.story(setupId)).at(-1)).toBe('canceled');
  });
});
