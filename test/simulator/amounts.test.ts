import { errorOf, order, started, type Started } from './started';

describe('amounts and parameters', () => {
  let sim: Started;
  beforeAll(async () => (sim = await started()));
  afterAll(() => sim.close());

  const create = (more: object) => sim.stripe.paymentIntents.create({ ...order, ...more });

  it.each([
    [50, 'eur'],
    [50, 'usd'],
    [30, 'gbp'],
    [50, 'jpy'],
    [10_000, 'isk'],
    [1230, 'kwd'],
    [99_999_999, 'eur'],
    [5000, 'EUR'],
  ])('%i in %s is taken', async (amount, currency) => {
    const intent = await create({ amount, currency });
    expect(intent).toMatchObject({ amount, currency: currency.toLowerCase() });
  });

  it.each([
    [49, 'eur', 'amount_too_small'],
    [29, 'gbp', 'amount_too_small'],
    [49, 'jpy', 'amount_too_small'],
    [0, 'eur', 'parameter_invalid_integer'],
    [-1, 'eur', 'parameter_invalid_integer'],
    [10.5, 'eur', 'parameter_invalid_integer'],
    [100_000_000, 'eur', 'amount_too_large'],
    [1234, 'kwd', 'parameter_invalid_integer'],
    [10_050, 'isk', 'invalid_charge_amount_no_decimal_compatible'],
  ])('%d in %s is refused: %s', async (amount, currency, code) => {
    const error = await errorOf(create({ amount, currency }));
    expect(error).toMatchObject({ statusCode: 400, code, param: 'amount' });
  });

  it.each([
    ['an unknown currency', { currency: 'xxx' }, undefined, 'currency'],
    ['an unknown parameter', { colour: 'red' }, 'parameter_unknown', 'colour'],
    ['a value outside an enum', { capture_method: 'later' }, undefined, 'capture_method'],
    ['an empty string', { customer: '' }, 'parameter_invalid_empty', 'customer'],
    ['a long metadata key', { metadata: { ['k'.repeat(41)]: 'v' } }, undefined, undefined],
    ['a long metadata value', { metadata: { k: 'v'.repeat(501) } }, undefined, 'metadata[k]'],
    ['an unknown expansion', { expand: ['colour'] }, undefined, 'expand'],
    ['an unknown customer', { customer: 'cus_nope' }, 'resource_missing', 'customer'],
    ['off_session without confirm', { off_session: true }, undefined, 'off_session'],
  ])('%s is refused, and nothing is created', async (_what, more, code, param) => {
    const before = await sim.stripe.events.list({ limit: 1 });
    const error = await errorOf(create(more));
    expect(error.type).toBe('StripeInvalidRequestError');
    expect(error.code).toBe(code);
    if (param) expect(error.param).toBe(param);
    const after = await sim.stripe.events.list({ limit: 1 });
    expect(after.data[0]?.id).toBe(before.data[0]?.id);
  });

  it('a missing amount is refused by name', async () => {
    const response = await fetch(`${sim.url}/v1/payment_intents`, {
      method: 'POST',
      body: new URLSearchParams({ currency: 'eur' }),
      headers: { authorization: 'Bearer sk_test_simulatorTests' },
    });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({
      error: { code: 'parameter_missing', param: 'amount', type: 'invalid_request_error' },
    });
  });

  it('metadata keys are merged, and an empty value unsets', async () => {
    const intent = await create({ metadata: { a: '1', b: '2' } });
    const update = (metadata: Record<string, string> | '') =>
      sim.stripe.paymentIntents.update(intent.id, { metadata });
    expect((await update({ b: '', c: '3' })).metadata).toEqual({ a: '1', c: '3' });
    expect((await update('')).metadata).toEqual({});
  });

  it('an unknown id and an unknown address are 404', async () => {
    expect(await errorOf(sim.stripe.paymentIntents.retrieve('pi_nope'))).toMatchObject({
      statusCode: 404,
      code: 'resource_missing',
      param: 'intent',
      message: "No such payment_intent: 'pi_nope'",
    });
    const error = await errorOf(sim.stripe.rawRequest('GET', '/v1/nope'));
    expect(error).toMatchObject({ statusCode: 404 });
  });
});
