import type Stripe from 'stripe';
import { recordEvent } from '../../src/db/stripe-events';
import type { StripeFacts } from '../../src/domain/stripe-event';
import { decide } from '../../src/inbox/decision';
import { lookUp } from '../../src/inbox/known';
import { parseEvent, verifiedEvent } from '../../src/stripe/webhook-events';
import { useSaga, type Saga } from './saga';
import { subscriberOf, type Subscriber } from './subscriber';

let saga: Saga;
let subscriber: Subscriber;
useSaga((started) => {
  saga = started;
  subscriber = subscriberOf(saga);
});

/** What an event leads to, by the rows that are there. */
async function actOn(type: string, objectId: string, facts: StripeFacts = {}) {
  const event = { ...{ stripeEventId: 'evt_1', type, objectId, facts }, deliveries: 0 };
  const entry = { ...event, receivedAt: new Date() };
  return decide(entry, await lookUp(saga.db, entry));
}

const subscriptionIn = ({ data }: Stripe.Event): unknown =>
  (data.object as Stripe.Invoice).parent?.subscription_details?.subscription;

const INVOICE = 'invoice.paid';
const CHANGED = 'customer.subscription.updated';

describe('news of Billing', () => {
  it('finds its subscription by what Stripe calls it, whatever the metadata say', async () => {
    const { setupId, subscriptionId, customerId } = await subscriber.opened();
    const told = {
      ...{ act: 'tell-subscription', workflowId: `subscription-${setupId}` },
      subscription: { setupId, customerId },
    };
    expect(await actOn(INVOICE, 'in_1', { subscriptionId })).toMatchObject(told);
    expect(await actOn(CHANGED, subscriptionId, { subscriptionId })).toMatchObject(told);
    for (const type of ['invoice.created', 'customer.subscription.trial_will_end'])
      expect(await actOn(type, 'x_1', { subscriptionId })).toMatchObject(told);
    const others = { subscriptionId, setupId: 'f'.repeat(24) };
    expect(await actOn(CHANGED, subscriptionId, others)).toMatchObject(told);
  });

  it('finds it by our metadata while Stripe is still answering', async () => {
    const request = await subscriber.start();
    await subscriber.insert(request);
    const { setupId } = request;
    expect(await actOn(CHANGED, 'sub_new', { subscriptionId: 'sub_new', setupId })).toMatchObject({
      act: 'tell-subscription',
    });
  });

  it('finds it by our metadata also where it is held to be refused', async () => {
    const request = await subscriber.start({ stripePriceId: 'price_nope' });
    await saga.openSubscription(request);
    const { setupId } = request;
    expect(await actOn(CHANGED, 'sub_y', { subscriptionId: 'sub_y', setupId })).toMatchObject({
      act: 'tell-subscription',
    });
  });

  it("finds it by its SetupIntent, and a stranger's not", async () => {
    const card = { trialDays: 14, paymentMethodId: 'pm_card_authenticationRequiredOnSetup' };
    const { setupId } = await subscriber.opened(card);
    const { setupIntentId } = await subscriber.rowOf(setupId);
    const workflowId = `subscription-${setupId}`;
    expect(await actOn('setup_intent.succeeded', setupIntentId!)).toMatchObject({ workflowId });
    expect(await actOn('setup_intent.succeeded', 'seti_x')).toEqual({ act: 'ignore' });
  });

  it('is found, and told, also as an endpoint of an older API version sends it', async () => {
    const begun = await subscriber.opened();
    const { data } = await saga.stripe.events.list({ type: INVOICE, limit: 100 });
    const event = data.find((one) => subscriptionIn(one) === begun.subscriptionId)!;
    const { parent: _, ...invoice } = event.data.object as Stripe.Invoice;
    const object = { ...invoice, subscription: begun.subscriptionId };
    const older = { ...event, api_version: '2024-12-18.acacia', data: { object } };
    const verified = verifiedEvent(parseEvent(Buffer.from(JSON.stringify(older)))!)!;
    expect(await actOn(INVOICE, verified.objectId, verified.facts)).toMatchObject({
      workflowId: `subscription-${begun.setupId}`,
    });
    await recordEvent(saga.db, verified);
    await saga.settleSubscription(begun.setupId);
    expect(await subscriber.story(begun.setupId)).toEqual(['paid 990']);
  });

  it("of somebody else's is ignored, also where our metadata were copied", async () => {
    const { setupId } = await subscriber.opened();
    const ignore = { act: 'ignore' };
    expect(await actOn(INVOICE, 'in_1', {})).toEqual(ignore);
    expect(await actOn(INVOICE, 'in_1', { subscriptionId: 'sub_x' })).toEqual(ignore);
    expect(await actOn(CHANGED, 'sub_x', { subscriptionId: 'sub_x', setupId })).toEqual(ignore);
    const unknown = { subscriptionId: 'sub_x', setupId: 'e'.repeat(24) };
    expect(await actOn(CHANGED, 'sub_x', unknown)).toEqual(ignore);
  });

  it('keeps whose it is, and no person', async () => {
    const begun = await subscriber.opened();
    await saga.stripe.customers.update(begun.stripeCustomerId, { email: 'ada@example.org' });
    await saga.stripe.subscriptions.update(begun.subscriptionId, { description: 'Ada' });
    const { data } = await saga.stripe.events.list({ limit: 100 });
    const kept = data
      .map((event) => verifiedEvent(parseEvent(Buffer.from(JSON.stringify(event)))!))
      .filter((event) => event?.facts.subscriptionId === begun.subscriptionId);
    expect(new Set(kept.map((event) => Object.keys(event!.facts).sort().join()))).toEqual(
      new Set(['setupId,status,subscriptionId']),
    );
    expect(kept.map((event) => event!.facts.setupId)).toEqual(kept.map(() => begun.setupId));
  });
});
