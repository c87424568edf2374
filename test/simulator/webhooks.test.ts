import Stripe from 'stripe';
import { eventually } from './eventually';
import { order, paid, started, type Started } from './started';
import { webhookReceiver } from './webhook-receiver';

const secrets = ['whsec_old', 'whsec_new'];

describe('webhooks', () => {
  let sim: Started;
  let receiver: Awaited<ReturnType<typeof webhookReceiver>>;
  let answers: number[] = [];

  beforeEach(async () => {
    answers = [];
    receiver = await webhookReceiver(() => answers.shift() ?? 200);
    sim = await started({ webhooks: [{ url: receiver.url, secrets }] });
  });
  afterEach(async () => {
    await sim.close();
    await receiver.close();
  });

  const received = (count: number) =>
    eventually(`${count} deliveries`, () => receiver.all.length >= count && receiver.all);

  it('are signed so that the official library accepts them, with each secret', async () => {
    await sim.stripe.paymentIntents.create({ ...order, metadata: { bookingId: 'b-1' } });
    const [delivery] = await received(1);
    const { body = '', signature = '' } = delivery ?? {};
    for (const secret of secrets) {
      const event = sim.stripe.webhooks.constructEvent(body, signature, secret);
      expect(event).toMatchObject({
        object: 'event',
        type: 'payment_intent.created',
        api_version: Stripe.API_VERSION,
        livemode: false,
        pending_webhooks: 1,
        request: { id: expect.stringMatching(/^req_/) as string },
        data: { object: { metadata: { bookingId: 'b-1' } } },
      });
    }
    expect(() => sim.stripe.webhooks.constructEvent(body, signature, 'whsec_other')).toThrow();
    expect(() => sim.stripe.webhooks.constructEvent(`${body} `, signature, 'whsec_new')).toThrow();
    expect(delivery?.userAgent).toBe('Stripe/1.0 (+https://stripe.com/docs/webhooks)');
  });

  it('carry the idempotency key of the request that caused them', async () => {
    await sim.stripe.paymentIntents.create(order, { idempotencyKey: 'booking-1' });
    const [delivery] = await received(1);
    expect(delivery?.event.request?.idempotency_key).toBe('booking-1');
  });

  it('tell of each event once while all goes well', async () => {
    await paid(sim.stripe);
    await received(3);
    expect(receiver.types().sort()).toEqual([
      'charge.succeeded',
      'payment_intent.created',
      'payment_intent.succeeded',
    ]);
  });

  it('are sent again until they are taken, with a signature of their own', async () => {
    answers = [500, 302];
    await sim.stripe.paymentIntents.create(order);
    await received(3);
    expect(new Set(receiver.all.map(({ event }) => event.id)).size).toBe(1);
    expect(new Set(receiver.all.map(({ signature }) => signature)).size).toBeGreaterThan(1);
    await eventually('the event to be delivered', async () => {
      const [event] = (await sim.stripe.events.list()).data;
      return event?.pending_webhooks === 0;
    });
  });

  it('never hold up an answer', async () => {
    const silent = await webhookReceiver(() => new Promise(() => undefined) as unknown as number);
    await sim.control('PUT', '/webhooks', { endpoints: [{ url: silent.url, secrets }] });
    const before = Date.now();
    await paid(sim.stripe);
    expect(Date.now() - before).toBeLessThan(2000);
    await silent.close();
  });

  it('are given up after three days of the clock', async () => {
    answers = Array.from({ length: 50 }, () => 500);
    await sim.stripe.paymentIntents.create(order);
    await received(1);
    await sim.advance(4 * 24 * 60 * 60);
    await eventually('the end of retries', async () => {
      const { sending, later } = await sim.control<{ sending: number; later: number }>(
        'GET',
        '/webhooks',
      );
      return sending + later === 0;
    });
  });

  it('can be dropped for good', async () => {
    await sim.webhookFault({ kind: 'drop', types: ['charge.*'] });
    await paid(sim.stripe);
    await received(2);
    expect(receiver.types()).not.toContain('charge.succeeded');
    const { data } = await sim.stripe.events.list({ type: 'charge.succeeded' });
    expect(data[0]?.pending_webhooks).toBe(1);
  });

  it('can be duplicated', async () => {
    await sim.webhookFault({ kind: 'duplicate', copies: 3, types: ['payment_intent.succeeded'] });
    await paid(sim.stripe);
    await received(6);
    const copies = receiver.of('payment_intent.succeeded');
    expect(copies).toHaveLength(4);
    expect(new Set(copies.map(({ event }) => event.id)).size).toBe(1);
  });

  it('can be delayed while others go ahead', async () => {
    await sim.webhookFault({ kind: 'delay', ms: 300, types: ['payment_intent.created'] });
    await paid(sim.stripe);
    await received(3);
    expect(receiver.types().at(-1)).toBe('payment_intent.created');
  });

  it('can be sent last one first', async () => {
    await sim.webhookFault({ kind: 'reorder', ms: 300, times: null });
    await paid(sim.stripe);
    await received(3);
    expect(receiver.types()).toEqual([
      'payment_intent.succeeded',
      'charge.succeeded',
      'payment_intent.created',
    ]);
  });

  it('can be too old, or signed by somebody else', async () => {
    await sim.webhookFault({ kind: 'timestamp', seconds: -600 });
    await sim.stripe.paymentIntents.create(order);
    await sim.webhookFault({ kind: 'bad_signature' });
    await sim.stripe.paymentIntents.create(order);
    const all = await received(2);
    for (const { body, signature } of all)
      expect(() => sim.stripe.webhooks.constructEvent(body, signature, 'whsec_new')).toThrow();
    expect(all[0]?.signature).not.toBe(all[1]?.signature);
  });

  it('can be held back, let go and sent once more', async () => {
    await sim.control('POST', '/webhooks/pause');
    await sim.stripe.paymentIntents.create(order);
    const [event] = (await sim.stripe.events.list()).data;
    expect(receiver.all).toEqual([]);
    await sim.control('POST', '/webhooks/resume');
    await received(1);
    await sim.control('POST', '/webhooks/redeliver', { event: event?.id });
    await received(2);
    expect(receiver.all.map((each) => each.event.id)).toEqual([event?.id, event?.id]);
  });
});
