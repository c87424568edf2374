import Stripe from 'stripe';
import { eventually } from './eventually';
import { idOf, errorOf, order, paid, sdk, started, type Started } from './started';

describe('faults on demand', () => {
  let sim: Started;
  beforeEach(async () => (sim = await started()));
  afterEach(() => sim.close());

  const create = (idempotencyKey?: string) =>
    sim.stripe.paymentIntents.create(order, { ...(idempotencyKey && { idempotencyKey }) });
  const count = async () => (await sim.stripe.paymentIntents.list({ limit: 100 })).data.length;
  const creating = { method: 'POST', path: '/v1/payment_intents' };

  it('a failure before the effect heals with the same key', async () => {
    await sim.fault({ kind: 'fail_before', match: creating, status: 503 });
    expect(await errorOf(create('k'))).toMatchObject({ statusCode: 503, rawType: 'api_error' });
    expect(await count()).toBe(0);
    expect((await create('k')).status).toBe('requires_payment_method');
  });

  it('a failure before the effect can be saved, and then never heals', async () => {
    await sim.fault({ kind: 'fail_before', match: creating, saved: true });
    await errorOf(create('k'));
    expect(await errorOf(create('k'))).toMatchObject({ statusCode: 500 });
    expect(await count()).toBe(0);
  });

  it('a failure after the effect hides what was done', async () => {
    const { id } = await paid(sim.stripe);
    await sim.fault({ kind: 'fail_after', match: { path: '/v1/refunds' } });
    const refund = sim.stripe.refunds.create({ payment_intent: id }, { idempotencyKey: 'r' });
    expect(await errorOf(refund)).toMatchObject({ statusCode: 500 });
    const { data } = await sim.stripe.refunds.list({ payment_intent: id });
    expect(data).toMatchObject([{ amount: 5000, status: 'succeeded' }]);
  });

  it.each([
    ['lose_response', {}, 1],
    ['timeout', { effect: 'after', ms: 50 }, 1],
    ['timeout', { ms: 50 }, 0],
    ['reset_before', {}, 0],
  ])('%s %o ends the connection, with %i payment made', async (kind, more, made) => {
    await sim.fault({ kind, match: creating, times: 2, ...more });
    expect(await errorOf(create('k'))).toBeInstanceOf(Stripe.errors.StripeConnectionError);
    expect(await count()).toBe(made);
    await create('k');
    expect(await count()).toBe(1);
  });

  it.each([
    [{ kind: 'rate_limit' }, 429, 'rate_limit', Stripe.errors.StripeRateLimitError],
    [{ kind: 'lock_timeout' }, 429, 'lock_timeout', Stripe.errors.StripeRateLimitError],
    [{ kind: 'lock_timeout', status: 409 }, 409, 'lock_timeout', Stripe.errors.StripeAPIError],
    [{ kind: 'key_in_use' }, 409, 'idempotency_key_in_use', Stripe.errors.StripeAPIError],
  ])('%o is answered %i %s', async (order, statusCode, code, type) => {
    await sim.fault(order);
    const error = await errorOf(create('k'));
    expect(error).toBeInstanceOf(type);
    expect(error).toMatchObject({ statusCode, code });
    expect((await create('k')).status).toBe('requires_payment_method');
  });

  it('a rate limit can tell the SDK to try again', async () => {
    await sim.fault({ kind: 'rate_limit', should_retry: true });
    const patient = sdk(sim.url, undefined, 2);
    expect((await patient.paymentIntents.create(order)).status).toBe('requires_payment_method');
  });

  it('any error can be answered', async () => {
    const error = {
      type: 'invalid_request_error',
      code: 'balance_insufficient',
      message: 'Insufficient funds in your account.',
    };
    await sim.fault({ kind: 'fail_before', status: 400, error });
    expect(await errorOf(create())).toMatchObject({ code: 'balance_insufficient' });
  });

  it('strike by method, path and place in the sequence', async () => {
    const confirming = { method: 'POST', path: '/v1/payment_intents/*/confirm', nth: 2 };
    await sim.fault({ kind: 'fail_before', match: confirming });
    const pay = async () => {
      const { id } = await create();
      return sim.stripe.paymentIntents.confirm(id, { payment_method: 'pm_card_visa' });
    };
    expect((await pay()).status).toBe('succeeded');
    expect(await errorOf(pay())).toMatchObject({ statusCode: 500 });
    expect((await pay()).status).toBe('succeeded');
  });

  it('strike by metadata of the request or of the payment that it is about', async () => {
    const mine = { metadata: { bookingId: 'b-1' } };
    const intent = await paid(sim.stripe, 'pm_card_visa', mine);
    const other = await paid(sim.stripe);
    await sim.fault({ kind: 'fail_before', match: mine, times: null });
    const refund = (id: string) => sim.stripe.refunds.create({ payment_intent: id });
    expect((await refund(other.id)).status).toBe('succeeded');
    for (const call of [
      refund(intent.id),
      sim.stripe.paymentIntents.create({ ...order, ...mine }),
      sim.stripe.charges.retrieve(idOf(intent.latest_charge)),
    ])
      expect(await errorOf(call)).toMatchObject({ statusCode: 500 });
  });

  it('are over after their time, and can be listed and cleared', async () => {
    const { id } = await sim.fault({ kind: 'fail_before', times: null });
    await errorOf(create());
    const { requests } = await sim.control<{ requests: object[] }>('GET', '/faults');
    expect(requests).toMatchObject([{ id, struck: 1 }]);
    await sim.control('DELETE', `/faults/${id}`);
    await create();
    await sim.fault({ kind: 'fail_before', times: null });
    await sim.control('DELETE', '/faults');
    await create();
    await sim.fault({ kind: 'fail_before', times: null, for_ms: 1 });
    await eventually('the fault to be over', () =>
      create().then(
        () => true,
        () => false,
      ),
    );
  });
});
