import { paid, started, type Started } from './started';

describe('the controls', () => {
  let sim: Started;
  beforeAll(async () => (sim = await started()));
  afterAll(() => sim.close());

  it('are listed with what they take', async () => {
    const { controls } = await sim.control<{ controls: { call: string; about: string }[] }>(
      'GET',
      '',
    );
    expect(controls.map(({ call }) => call)).toEqual(
      expect.arrayContaining(['POST /_control/faults', 'POST /_control/clock']),
    );
    for (const { about } of controls) expect(about).not.toBe('');
  });

  it.each([
    ['POST', '/faults', { kind: 'explode' }, 'kind'],
    ['POST', '/faults', { kind: 'latency', much: 1 }, 'much'],
    ['POST', '/faults', { kind: 'latency', match: { path: 'v1' } }, 'match.path'],
    ['POST', '/webhooks/faults', { kind: 'drop', times: 0 }, 'times'],
    ['POST', '/webhooks/redeliver', { event: 'evt_nope' }, 'event'],
    ['POST', '/clock', { at: 1 }, 'at'],
    ['POST', '/clock', {}, 'at'],
    ['POST', '/refunds', { payment_intent: 'pi_nope' }, 'payment_intent'],
    ['POST', '/disputes', { charge: 'ch_nope' }, 'charge'],
    ['POST', '/refunds/re_nope/settle', { outcome: 'succeeded' }, 'id'],
    ['POST', '/nothing', {}, 'path'],
  ] as const)('answer %s %s %j with the field that is wrong', async (method, path, body, field) => {
    const { error } = await sim.control<{ error: Record<string, string> }>(method, path, body);
    expect(error).toEqual({
      field,
      message: expect.any(String) as string,
      fix: expect.stringMatching(/./) as string,
    });
  });

  it('answer text that is not JSON with a plain error', async () => {
    const response = await fetch(`${sim.url}/_control/faults`, { method: 'POST', body: '{' });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ error: { field: 'body' } });
  });

  it('refuse browsers that come from another page', async () => {
    const response = await fetch(`${sim.url}/_control/reset`, {
      method: 'POST',
      headers: { origin: 'https://evil.example' },
    });
    expect(response.status).toBe(403);
  });

  it('add up the money of each currency', async () => {
    await sim.control('POST', '/reset');
    const capture_method = 'automatic';
    const euro = await paid(sim.stripe, 'pm_card_visa', { capture_method });
    await paid(sim.stripe, 'pm_card_createDispute', { capture_method, currency: 'usd' });
    await sim.stripe.refunds.create({ payment_intent: euro.id, amount: 2000 });
    expect(await sim.control('GET', '/state')).toMatchObject({
      objects: { payment_intent: { total: 2, succeeded: 2 }, refund: { total: 1 } },
      money: {
        eur: { charge: 5000, refund: -2000, fee: 175, net: 2825 },
        usd: { charge: 5000, dispute: -5000, fee: 1675, net: -1675 },
      },
    });
  });

  it('move the clock that new objects are dated by, and it goes on from there', async () => {
    const at = Math.floor(Date.now() / 1000) + 1_000_000;
    expect(await sim.control('POST', '/clock', { at })).toMatchObject({ now: at });
    const { created } = await paid(sim.stripe);
    expect(created - at).toBeGreaterThanOrEqual(0);
    expect(created - at).toBeLessThan(30);
  });
});
