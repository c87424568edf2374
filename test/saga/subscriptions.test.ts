import { randomUUID } from 'node:crypto';
import { hash24 } from '../../src/domain/ids';
import { eventually } from '../support/eventually';
import { startCommands } from './command-desk';
import { HOUR } from './rig/rig';
import { useRig } from './rigs';

jest.setTimeout(240_000);
const rig = useRig();
const DAY = 24 * HOUR;

let commands: ReturnType<typeof startCommands>;
beforeAll(() => void (commands = startCommands(rig())));
afterAll(() => commands.close());

type Body = Record<string, unknown>;

const matching = (pattern: RegExp): unknown => expect.stringMatching(pattern);

/** customer-service's request, as 001_eb58bbdef733c9ec.txt has it. */
function setup(customerId: string, more: Body = {}): Body & { metadata: { requestId: string } } {
  return {
    ...{ eventType: 'stripe.subscription.setup', customerId, subscriptionPlanId: 'plan-gold' },
    ...{ paymentMethodId: 'pm_card_visa', planInfo: { stripePriceId: 'price_demoMonthly' } },
    customerInfo: { email: 'ada@example.org', name: 'Ada' },
    ...more,
    metadata: { requestId: randomUUID() },
  };
}

const about = (action: string, subscriptionId: unknown, more: Body = {}) => ({
  subscriptionContext: { action, subscriptionId, ...more },
});

async function asked(body: ReturnType<typeof setup>): Promise<Body> {
  await commands.take('stripe.subscription.setup', body);
  return commands.resultsOf(body.metadata.requestId).at(-1)!;
}

const rowOf = (result: Body) =>
  rig().db.subscription.findUniqueOrThrow({
    where: { stripeSubscriptionId: String(result['subscriptionId']) },
  });

/** Waits, in real time, until all of these have been told, in any order: `active`, `paid 990`. */
async function tells(result: Body, ...wanted: string[]): Promise<void> {
  const { setupId } = await rowOf(result);
  const count = (words: readonly string[], word: string) =>
    words.filter((it) => it === word).length;
  await eventually(
    `told: ${wanted.join(', ')}`,
    async () => {
      const rows = await rig().db.subscriptionRecord.findMany({
        where: { setupId, topic: { startsWith: 'subscription.' } },
        orderBy: { id: 'asc' },
      });
      const story = rows
        .map(({ value }) => JSON.parse(value) as { status: string; amount?: number })
        .map(({ status, amount }) => (amount === undefined ? status : `${status} ${amount}`));
      if (wanted.every((word) => count(story, word) >= count(wanted, word))) return true;
      throw new Error(story.join(', '));
    },
    { withinMs: 30_000 },
  );
}

const workflowOf = async (result: Body) =>
  rig().env.client.workflow.getHandle((await rowOf(result)).workflowId);

it('is set up, told, renewed by the clock, changed and ended at the end of its period', async () => {
  const result = await asked(setup('cus-long'));
  expect(result).toMatchObject({
    ...{ success: true, status: 'succeeded', customerId: 'cus-long', amount: 990, currency: 'eur' },
    subscriptionId: matching(/^sub_/),
    paymentIntentId: matching(/^pi_/),
    paymentId: matching(/^pay_/),
  });
  expect(result).not.toHaveProperty('clientSecret');
  await tells(result, 'paid 990', 'active');
  await rig().pass(31 * DAY);
  await rig().pass(2 * HOUR);
  await tells(result, 'paid 990', 'paid 990');

  const planInfo = { stripePriceId: 'price_demoPro' };
  const plan = { subscriptionPlanId: 'plan-pro', planInfo, paymentMethodId: undefined };
  const { subscriptionId } = result;
  const changed = await asked(setup('cus-long', { ...plan, ...about('change', subscriptionId) }));
  expect(changed).toMatchObject({ success: true, status: 'active', subscriptionId });
  expect(await rowOf(result)).toMatchObject({ subscriptionPlanId: 'plan-pro' });
  const end = setup('cus-long', about('cancel', subscriptionId, { atPeriodEnd: true }));
  expect(await asked(end)).toMatchObject({ success: true, status: 'active', subscriptionId });
  await rig().pass(31 * DAY);
  await tells(result, 'canceled');
  expect(await (await workflowOf(result)).result()).toEqual({ status: 'canceled' });
});

it('that comes five times at once is one subscription and one charge, told five times alike', async () => {
  const body = setup('cus-five');
  const results = await Promise.all(Array.from({ length: 4 }, () => asked(body)));
  // Made anew by its sender: other marks, and null for what is absent.
  const marks = { eventId: randomUUID(), timestamp: 'later', paymentOptions: null };
  results.push(await asked({ ...body, ...marks, subscriptionContext: { action: 'create' } }));
  expect(
    new Set(commands.resultsOf(body.metadata.requestId).map((it) => JSON.stringify(it))).size,
  ).toBe(1);
  const { stripeCustomerId } = await rowOf(results[0]!);
  const all = { customer: stripeCustomerId, status: 'all' } as const;
  expect((await rig().stripe.outside.subscriptions.list(all)).data).toHaveLength(1);
  expect(
    (await rig().stripe.outside.charges.list({ customer: stripeCustomerId })).data,
  ).toHaveLength(1);
  await tells(results[0]!, 'paid 990', 'active');
});

it('with 3-D Secure answers with what the browser needs, and later that it is paid', async () => {
  const body = setup('cus-3ds', { paymentMethodId: 'pm_card_authenticationRequired' });
  const result = await asked(body);
  expect(result).toMatchObject({
    ...{ success: false, status: 'requires_action', requiresAction: true },
    clientSecret: matching(/_secret_/),
    nextAction: { type: matching(/./) },
  });
  expect(result).not.toHaveProperty('error');
  await tells(result, 'action_required 990');
  await rig().customer.authenticate(String(result['paymentIntentId']));
  await tells(result, 'paid 990', 'active');
  const again = await asked(body);
  expect(again).toMatchObject({ success: true, status: 'succeeded' });
  expect(again).not.toHaveProperty('clientSecret');
  expect(again['eventId']).toBe(result['eventId']);
});

it('with a trial waits for the card to be authenticated by its SetupIntent', async () => {
  const card = { paymentMethodId: 'pm_card_authenticationRequiredOnSetup' };
  const planInfo = { stripePriceId: 'price_demoMonthly', trialDays: 14 };
  const body = setup('cus-trial', { ...card, planInfo });
  const result = await asked(body);
  expect(result).toMatchObject({
    ...{ success: false, status: 'requires_action', amount: 0 },
    paymentIntentId: matching(/^seti_/),
    clientSecret: matching(/^seti_.*_secret_/),
  });
  const path = `/setup_intents/${String(result['paymentIntentId'])}/authenticate`;
  await rig().stripe.control('POST', path, { outcome: 'succeed' });
  expect(await asked(body)).toMatchObject({ success: true, status: 'succeeded' });
  await rig().pass(14 * DAY);
  await rig().pass(2 * HOUR);
  await tells(result, 'active', 'paid 990');
});

it('whose first payment is declined says why, and is over after a day', async () => {
  const body = setup('cus-declined', { paymentMethodId: 'pm_card_chargeCustomerFail' });
  const result = await asked(body);
  expect(result).toMatchObject({
    ...{ success: false, status: 'requires_payment_method', errorCode: 'card_declined' },
    clientSecret: matching(/_secret_/),
  });
  await tells(result, 'failed 990');
  await rig().pass(DAY);
  await tells(result, 'incomplete_expired');
  expect(await asked(body)).toMatchObject({ success: false, errorCode: 'subscription_ended' });
});

it('that Stripe or we refuse is told, and its repeat is told the same', async () => {
  const price = setup('cus-refused', { planInfo: { stripePriceId: 'price_nope' } });
  const unknown = setup('cus-refused', about('cancel', 'sub_of_nobody'));
  const wrong = setup('cus-refused', { planInfo: {} });
  for (const [body, errorCode] of [
    [price, 'resource_missing'],
    [unknown, 'subscription_not_found'],
    [wrong, 'validation_failed'],
  ] as const) {
    const result = await asked(body);
    expect(result).toMatchObject({ success: false, status: 'rejected', errorCode });
    expect(await asked(body)).toEqual(result);
  }
});

it("is nobody else's to end, and its answer nobody else's to read", async () => {
  const body = setup('cus-owner');
  const result = await asked(body);
  const theft = setup('cus-thief', about('cancel', result['subscriptionId']));
  expect(await asked(theft)).toMatchObject({ errorCode: 'subscription_not_found' });
  const peek = await asked({ ...body, customerId: 'cus-thief' });
  expect(peek).toMatchObject({ status: 'rejected', errorCode: 'request_id_reused' });
  expect(peek['eventId']).not.toBe(result['eventId']);
  expect(await asked(body)).toEqual(result);
});

it('goes on when its workflow was terminated, with the next news or the next order', async () => {
  const result = await asked(setup('cus-terminated'));
  await tells(result, 'paid 990', 'active');
  await (await workflowOf(result)).terminate('a test');
  const end = setup('cus-terminated', about('cancel', result['subscriptionId']));
  expect(await asked(end)).toMatchObject({ success: true, status: 'canceled' });
  await tells(result, 'canceled');

  const other = await asked(setup('cus-terminated'));
  await tells(other, 'paid 990', 'active');
  await (await workflowOf(other)).terminate('a test');
  await rig().stripe.outside.subscriptions.cancel(String(other['subscriptionId']));
  await tells(other, 'canceled');
});

it('is told although all its webhooks are lost: the backfill finds them', async () => {
  await rig().stripe.control('POST', '/webhooks/faults', { kind: 'drop', times: null });
  const result = await asked(setup('cus-lost'));
  expect(result).toMatchObject({ success: true });
  const { setupId } = await rowOf(result);
  expect(await rig().db.subscriptionRecord.count({ where: { setupId } })).toBe(0);
  await rig().clearFaults();
  await rig().pass(HOUR);
  await commands.backfill();
  await tells(result, 'paid 990', 'active');
});

it('leaves nothing of the person in rows, histories and records', async () => {
  const body = setup('cus-person');
  const result = await asked(body);
  await tells(result, 'paid 990', 'active');
  const history = await (await workflowOf(result)).fetchHistory();
  const { setupId } = await rowOf(result);
  const kept = written([
    await rig().db.subscription.findMany({ where: { setupId } }),
    await rig().db.subscriptionRecord.findMany({ where: { setupId }, omit: { id: true } }),
    await rig().db.processedCommand.findMany({}),
    await rig().db.stripeEvent.findMany({}),
    payloadsOf(history),
  ]);
  for (const secret of ['ada@example.org', 'Ada', '_secret_']) expect(kept).not.toContain(secret);
  expect(payloadsOf(history)).toContain(hash24(body.metadata.requestId));
});

/** JSON knows no bigint, which amounts are in their columns. */
const written = (rows: unknown[]) =>
  JSON.stringify(rows, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value));

/** What its payloads say, decoded. */
function payloadsOf(history: object): string {
  const said: string[] = [];
  JSON.stringify(JSON.parse(JSON.stringify(history)), (name, value: unknown) => {
    if (name === 'data' && typeof value === 'string')
      said.push(Buffer.from(value, 'base64').toString());
    return value;
  });
  return said.join('\n');
}
