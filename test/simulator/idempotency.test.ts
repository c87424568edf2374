import Stripe from 'stripe';
import { eventually } from './eventually';
import { errorOf, order, sdk, started, type Started } from './started';

const DAY = 24 * 60 * 60;

describe('idempotency keys', () => {
  let sim: Started;
  beforeEach(async () => (sim = await started()));
  afterEach(() => sim.close());

  const create = (idempotencyKey: string, more: object = {}) =>
    sim.stripe.paymentIntents.create({ ...order, ...more }, { idempotencyKey });
  const count = async () => (await sim.stripe.paymentIntents.list({ limit: 100 })).data.length;

  it('answers the same key with the first answer and says that it is a replay', async () => {
    const first = await create('k');
    const second = await create('k');
    expect(second).toEqual(first);
    expect(first.lastResponse.headers['idempotent-replayed']).toBeUndefined();
    expect(second.lastResponse.headers).toMatchObject({
      'idempotent-replayed': 'true',
      'original-request': first.lastResponse.requestId,
    });
    expect(second.lastResponse.requestId).not.toBe(first.lastResponse.requestId);
    expect(await count()).toBe(1);
  });

  it('refuses the key for other parameters and for another endpoint', async () => {
    const intent = await create('k');
    for (const call of [
      create('k', { amount: 6000 }),
      sim.stripe.paymentIntents.cancel(intent.id, {}, { idempotencyKey: 'k' }),
    ]) {
      const error = await errorOf(call);
      expect(error).toBeInstanceOf(Stripe.errors.StripeIdempotencyError);
      expect(error).toMatchObject({ statusCode: 400, rawType: 'idempotency_error' });
    }
    expect((await sim.stripe.paymentIntents.retrieve(intent.id)).status).toBe(
      'requires_payment_method',
    );
  });

  it('does not mind the order of parameters', async () => {
    const { amount, currency, allowed_payment_method_types } = order;
    const first = await create('k');
    const second = await sim.stripe.paymentIntents.create(
      { allowed_payment_method_types, currency, amount },
      { idempotencyKey: 'k' },
    );
    expect(second.id).toBe(first.id);
  });

  it('replays a decline, so a second card needs a second key', async () => {
    const intent = await create('k');
    const pay = (payment_method: string, idempotencyKey: string) =>
      sim.stripe.paymentIntents.confirm(intent.id, { payment_method }, { idempotencyKey });
    await errorOf(pay('pm_card_visa_chargeDeclined', 'c'));
    const replayed = await errorOf(pay('pm_card_visa_chargeDeclined', 'c'));
    expect(replayed).toMatchObject({ statusCode: 402, code: 'card_declined' });
    expect(replayed.headers).toMatchObject({ 'idempotent-replayed': 'true' });
    const charges = await sim.stripe.charges.list({ payment_intent: intent.id });
    expect(charges.data).toHaveLength(1);
    expect((await pay('pm_card_visa', 'd')).status).toBe('succeeded');
  });

  it('replays a refusal that came from executing', async () => {
    const intent = await create('k', { payment_method: 'pm_card_visa', confirm: true });
    const refund = () =>
      sim.stripe.refunds.create(
        { payment_intent: intent.id, amount: 9000 },
        { idempotencyKey: 'r' },
      );
    await errorOf(refund());
    expect((await errorOf(refund())).headers).toMatchObject({ 'idempotent-replayed': 'true' });
  });

  it('keeps a saved 500 although the work was done: the key never heals', async () => {
    await sim.fault({ kind: 'fail_after', match: { method: 'POST', path: '/v1/payment_intents' } });
    for (let attempt = 0; attempt < 3; attempt += 1)
      expect(await errorOf(create('k'))).toMatchObject({ statusCode: 500, rawType: 'api_error' });
    expect(await count()).toBe(1);
  });

  it.each([
    ['a parameter that fails validation', { amount: 0 }],
    ['an unknown parameter', { colour: 'red' }],
  ])('saves nothing for %s', async (_what, wrong) => {
    expect(await errorOf(create('k', wrong))).toMatchObject({ statusCode: 400 });
    expect((await create('k')).status).toBe('requires_payment_method');
  });

  it('saves nothing for 401, 404 and 429', async () => {
    const stranger = sdk(sim.url, 'sk_test_someone_else');
    const foreign = stranger.paymentIntents.create(order, { idempotencyKey: 'k' });
    expect(await errorOf(foreign)).toBeInstanceOf(Stripe.errors.StripeAuthenticationError);
    await sim.fault({ kind: 'rate_limit' });
    expect(await errorOf(create('k'))).toBeInstanceOf(Stripe.errors.StripeRateLimitError);
    const missing = sim.stripe.refunds.create({ charge: 'ch_nope' }, { idempotencyKey: 'k' });
    expect(await errorOf(missing)).toMatchObject({ statusCode: 404, code: 'resource_missing' });
    expect((await create('k')).status).toBe('requires_payment_method');
  });

  it('refuses a key while its first request runs', async () => {
    await sim.fault({ kind: 'latency', ms: 1000 });
    const first = create('k');
    await eventually('the first to be under way', async () => {
      const { requests } = await sim.control<{ requests: { struck: number }[] }>('GET', '/faults');
      return requests[0]?.struck === 1;
    });
    const second = await errorOf(create('k'));
    expect(second).toMatchObject({ statusCode: 409, code: 'idempotency_key_in_use' });
    const { id } = await first;
    expect((await create('k')).id).toBe(id);
  });

  it('lets the SDK finish a request whose answer was lost, once', async () => {
    await sim.fault({ kind: 'lose_response', match: { path: '/v1/payment_intents' } });
    const patient = sdk(sim.url, undefined, 2);
    const intent = await patient.paymentIntents.create(order, { idempotencyKey: 'k' });
    expect(intent.lastResponse.headers['idempotent-replayed']).toBe('true');
    expect(await count()).toBe(1);
  });

  it('forgets a key after a day of its clock, and then executes again', async () => {
    const first = await create('k');
    await sim.advance(DAY - 60);
    expect((await create('k')).id).toBe(first.id);
    await sim.advance(61);
    expect((await create('k')).id).not.toBe(first.id);
  });

  it('takes keys of up to 255 characters, and ignores them on reads', async () => {
    await create('k'.repeat(255));
    expect(await errorOf(create('k'.repeat(256)))).toMatchObject({ statusCode: 400 });
    const list = () => sim.stripe.paymentIntents.list({}, { idempotencyKey: 'read' });
    await list();
    expect((await list()).lastResponse.headers['idempotent-replayed']).toBeUndefined();
  });
});
