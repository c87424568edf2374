import { randomUUID } from 'node:crypto';
import { hash24, paymentIdOf, uuidOf } from '../../src/domain/ids';
import { createJudge } from '../contracts/judge';
import { subscriberOf } from '../activities/subscriber';
import { useDesk } from './desk';
import type { Heard } from './ear';

jest.setTimeout(90_000);

const desk = useDesk();

const SETUP = 'stripe.subscription.setup';
const RESULT = 'payment.setup.result';

type Body = Record<string, unknown> & { metadata: Record<string, unknown> };

/** As customer-service sends it. */
function asked(more: Record<string, unknown> = {}): Body {
  return {
    ...{ eventType: SETUP, customerId: 'cus-41', subscriptionPlanId: 'plan-gold' },
    ...{ paymentMethodId: 'pm_card_visa', planInfo: { stripePriceId: 'price_demoMonthly' } },
    ...{ customerInfo: {}, timestamp: '2026-03-04T09:15:00.000Z' },
    ...more,
    metadata: { requestId: `req-${randomUUID().slice(0, 8)}`, ...(more['metadata'] ?? {}) },
  };
}

const requestOf = ({ metadata }: Body) => String(metadata['requestId']);
const of = (body: Body) => (record: Heard) => record.body['requestId'] === requestOf(body);

async function resultOf(body: Body): Promise<Heard> {
  await desk().send(SETUP, body);
  return (await desk().hears(RESULT, of(body), 1))[0]!;
}

const madeFor = async (body: Body) => {
  const { data } = await desk().saga.stripe.subscriptions.list({ status: 'all', limit: 100 });
  return data.filter(({ metadata }) => metadata['setupId'] === hash24(requestOf(body)));
};

it('a subscription is set up, and its result says so as its schema has it', async () => {
  const body = asked({ metadata: { cart: { items: [1, 2] } } });
  const { key, headers, body: result } = await resultOf(body);
  const requestId = requestOf(body);
  expect(key).toBe(paymentIdOf(requestId));
  expect(headers).toMatchObject({
    ...{ ce_id: uuidOf(`result|${requestId}`), ce_type: RESULT, ce_correlationid: requestId },
  });
  const [made] = await madeFor(body);
  expect(result).toMatchObject({
    ...{ success: true, status: 'succeeded', subscriptionId: made!.id, customerId: 'cus-41' },
    ...{ amount: 990, currency: 'eur', metadata: body.metadata, requestId },
  });
  expect(createJudge()(headers['ce_dataschema']!, result)).toEqual([]);
});

it('a request that comes five times is one subscription, told five times alike', async () => {
  const body = asked();
  const again = () => desk().send(SETUP, body, { key: randomUUID() });
  await Promise.all([again(), again(), again()]);
  await desk().hears(RESULT, of(body), 3);
  await Promise.all([again(), desk().send(SETUP, { ...body, timestamp: 'later' })]);
  const told = await desk().hears(RESULT, of(body), 5);
  expect(new Set(told.map(({ body: result }) => JSON.stringify(result))).size).toBe(1);
  expect(await madeFor(body)).toHaveLength(1);
});

it('a process that dies before it could answer is followed by one that does', async () => {
  const body = asked();
  const gone = () => Promise.reject(new Error('the process has died'));
  await desk().takeOver({ publish: gone });
  await desk().send(SETUP, body);
  const where = { command_requestId: { command: SETUP, requestId: requestOf(body) } };
  for (let answered = false; !answered;) {
    const row = await desk().db.processedCommand.findUnique({ where });
    answered = row !== null && row.answeredAt !== null;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  await desk().takeOver();
  const [told] = await desk().hears(RESULT, of(body), 1);
  expect(told!.body).toMatchObject({ success: true });
  expect(await madeFor(body)).toHaveLength(1);
});

it("a customer that we know is Stripe's customer again, and a new card becomes the default", async () => {
  const customerId = `cus-${randomUUID().slice(0, 8)}`;
  const person = { customerInfo: { email: 'ada@example.org', name: 'Ada' } };
  await resultOf(asked({ customerId, ...person }));
  await resultOf(asked({ customerId, paymentMethodId: 'pm_card_mastercard' }));
  const rows = await desk().db.subscription.findMany({ where: { customerId } });
  expect(new Set(rows.map(({ stripeCustomerId }) => stripeCustomerId)).size).toBe(1);
  const customer = await desk().saga.stripe.customers.retrieve(rows[0]!.stripeCustomerId);
  expect(customer).toMatchObject({ email: 'ada@example.org', metadata: { customerId } });
  const { data: cards } = await desk().saga.stripe.customers.listPaymentMethods(customer.id);
  const mastercard = cards.find(({ card }) => card?.brand === 'mastercard');
  expect(customer).toMatchObject({
    invoice_settings: { default_payment_method: mastercard!.id },
  });
});

it('a change that Stripe bills at once and whose card must be authenticated says so', async () => {
  const begun = await resultOf(asked());
  const subscriptionId = begun.body['subscriptionId'];
  const wanted = {
    ...{ subscriptionPlanId: 'plan-year', paymentMethodId: 'pm_card_authenticationRequired' },
    planInfo: { stripePriceId: 'price_demoYearly' },
    subscriptionContext: { action: 'change', subscriptionId },
  };
  const { body: changed } = await resultOf(asked(wanted));
  expect(changed).toMatchObject({
    ...{ success: false, status: 'requires_action', requiresAction: true, subscriptionId },
  });
  expect(changed['clientSecret']).toContain('_secret_');
  const subscriber = subscriberOf(desk().saga);
  await subscriber.authenticate(String(changed['paymentIntentId']));
  const end = asked({ subscriptionContext: { action: 'cancel', subscriptionId } });
  expect((await resultOf(end)).body).toMatchObject({ success: true, status: 'canceled' });
  expect((await resultOf(asked(wanted))).body).toMatchObject({ errorCode: 'subscription_ended' });
});

it('a request without a customer is a dead letter, and the next one is taken', async () => {
  const key = randomUUID();
  const { customerId: _, ...nobodys } = asked();
  await desk().send(SETUP, nobodys, { key });
  const [letter] = await desk().hears('payment-events-dlq', (record) => record.key === key);
  expect(letter!.headers).toMatchObject({ 'dlq-reason': 'schema' });
  expect((await resultOf(asked())).body).toMatchObject({ success: true });
});
