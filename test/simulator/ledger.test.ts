import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from './eventually';
import { errorOf, order, paid, started } from './started';
import { webhookReceiver } from './webhook-receiver';

type Line = { seq: number; at: string; clock: number; kind: string } & Record<string, unknown>;

describe('the ledger', () => {
  let folder: string;
  let ledger: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'stripe-ledger-'));
    ledger = join(folder, 'ledger.jsonl');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const lines = (kind?: string) =>
    readFileSync(ledger, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Line)
      .filter((line) => !kind || line.kind === kind);

  it('numbers every line and tells both times', async () => {
    const sim = await started({ ledger });
    await paid(sim.stripe);
    await sim.advance(1000);
    await sim.close();
    const all = lines();
    expect(all.map(({ seq }) => seq)).toEqual(all.map((_, index) => index + 1));
    for (const { at, clock } of all) {
      expect(new Date(at).toISOString()).toBe(at);
      expect(Math.abs(clock - Date.parse(at) / 1000)).toBeLessThan(1002);
    }
    expect(lines('clock')).toMatchObject([{ offset_seconds: 1000, moved: 1000 }]);
  });

  it('has each request with what was really answered', async () => {
    const sim = await started({ ledger });
    await sim.stripe.paymentIntents.create(order, { idempotencyKey: 'a' });
    await sim.stripe.paymentIntents.create(order, { idempotencyKey: 'a' });
    const { id: fault } = await sim.fault({ kind: 'lose_response', times: 2 });
    await errorOf(sim.stripe.paymentIntents.create(order, { idempotencyKey: 'b' }));
    await sim.close();
    const [first, replay, lost] = lines('request');
    const common = { method: 'POST', path: '/v1/payment_intents', params: first?.['params'] };
    expect(first).toMatchObject({ ...common, key: 'a', answered: 200, status: 200, fault: null });
    expect(replay).toMatchObject({ ...common, key: 'a', replay_of: first?.['request'] });
    expect(lost).toMatchObject({ ...common, key: 'b', answered: 'lost', status: 200, fault });
    expect(lines('saved').map((line) => line['key'])).toEqual(['a', 'b']);
  });

  it('has every state with its cause, so that money can be added up from it alone', async () => {
    const sim = await started({ ledger });
    const intent = await paid(sim.stripe, 'pm_card_visa', { capture_method: 'automatic' });
    await sim.stripe.refunds.create({ payment_intent: intent.id, amount: 1500 });
    await sim.close();
    const booked = lines('change').filter((line) => line['object'] === 'balance_transaction');
    const amounts = booked.map((line) => (line['snapshot'] as { amount: number }).amount);
    expect(amounts).toEqual([5000, -1500]);
    const states = lines('change').filter((line) => line['id'] === intent.id);
    expect(states.map((line) => (line['snapshot'] as { status: string }).status)).toEqual([
      'requires_confirmation',
      'succeeded',
    ]);
    const asked = lines('request')[0]?.['request'];
    expect(states.at(-1)?.['cause']).toMatchObject({
      by: 'POST /v1/payment_intents',
      request: asked,
    });
  });

  it('holds no card number and no client secret', async () => {
    const sim = await started({ ledger });
    const card = { number: '4242424242424242', exp_month: 12, exp_year: 2034, cvc: '987' };
    const method = await sim.stripe.paymentMethods.create({ type: 'card', card });
    const intent = await paid(sim.stripe, method.id);
    await sim.close();
    const text = readFileSync(ledger, 'utf8');
    expect(text).not.toContain(card.number);
    expect(text).not.toContain(intent.client_secret);
    expect(text).not.toContain('_secret_');
  });

  it('brings everything back after a restart', async () => {
    const before = await started({ ledger });
    const { id: customer } = await before.stripe.customers.create({ name: 'Ada' });
    await paid(before.stripe, 'pm_card_createDispute', { customer });
    const open = await before.stripe.paymentIntents.create(order, { idempotencyKey: 'open' });
    const held = await paid(before.stripe, 'pm_card_visa', { capture_method: 'manual' });
    await before.advance(3600);
    const whole = async ({ stripe, control }: typeof before) => ({
      intents: (await stripe.paymentIntents.list({ limit: 100 })).data,
      charges: (await stripe.charges.list({ limit: 100 })).data,
      disputes: (await stripe.disputes.list({ limit: 100 })).data,
      balance: (await stripe.balanceTransactions.list({ limit: 100 })).data,
      events: (await stripe.events.list({ limit: 100 })).data,
      customers: (await stripe.customers.list()).data,
      state: await control('GET', '/state'),
    });
    const saved = await whole(before);
    await before.close();
    appendFileSync(ledger, '{"seq":99,"kind":"cha'); // killed while writing

    const after = await started({ ledger });
    expect(await whole(after)).toEqual(saved);
    const replay = await after.stripe.paymentIntents.create(order, { idempotencyKey: 'open' });
    expect(replay).toEqual(open);
    expect(replay.lastResponse.headers['idempotent-replayed']).toBe('true');
    const { status } = await after.stripe.paymentIntents.confirm(open.id, {
      payment_method: 'pm_card_visa',
    });
    expect(status).toBe('succeeded');
    await after.advance(7 * 24 * 3600);
    expect((await after.stripe.paymentIntents.retrieve(held.id)).status).toBe('canceled');
    await after.close();
  });

  it('lets webhooks that nobody took go on after a restart, and only those', async () => {
    const receiver = await webhookReceiver(({ event }) =>
      event.type === 'charge.succeeded' ? 500 : 200,
    );
    const endpoint = { url: receiver.url, secrets: ['whsec_1'] };
    const before = await started({ ledger, webhooks: [endpoint] });
    await before.webhookFault({ kind: 'drop', types: ['payment_intent.created'] });
    await paid(before.stripe);
    await eventually('both deliveries', () => receiver.all.length >= 2);
    await eventually('both to be noted', () => lines('delivery').length >= 3);
    await before.close();
    await receiver.close();

    const moved = await webhookReceiver();
    const after = await started({ ledger, webhooks: [{ ...endpoint, url: moved.url }] });
    await eventually('the delivery', () => moved.all.length > 0);
    await after.stripe.customers.create({ name: 'later' });
    await eventually('the next event', () => moved.of('customer.created').length > 0);
    expect(moved.types()).toEqual(['charge.succeeded', 'customer.created']);
    await after.close();
    await moved.close();
  });

  it('starts again from nothing after a reset', async () => {
    const sim = await started({ ledger });
    await paid(sim.stripe, 'pm_card_visa', {});
    await sim.advance(3600);
    expect(await sim.control('POST', '/reset')).toEqual({ reset: true });
    expect((await sim.stripe.paymentIntents.list()).data).toEqual([]);
    await sim.close();
    const after = await started({ ledger });
    expect((await after.stripe.events.list()).data).toEqual([]);
    expect(await after.control('GET', '/clock')).toMatchObject({ offset_seconds: 0 });
    await after.close();
  });
});
