import { webhookReceiver } from './webhook-receiver';
import { eventually } from './eventually';
import { errorOf, order, paid, started, type Started } from './started';

const DAY = 24 * 60 * 60;

describe('lists', () => {
  let sim: Started;
  beforeEach(async () => (sim = await started()));
  afterEach(() => sim.close());

  it('are newest first, ten to a page, and can be walked either way', async () => {
    for (let number = 0; number < 12; number += 1)
      await sim.stripe.paymentIntents.create({ ...order, metadata: { number } });
    const numbers = (page: { data: { metadata: Record<string, string> }[] }) =>
      page.data.map(({ metadata }) => Number(metadata['number']));
    const first = await sim.stripe.paymentIntents.list();
    expect(numbers(first)).toEqual([11, 10, 9, 8, 7, 6, 5, 4, 3, 2]);
    expect(first).toMatchObject({ object: 'list', has_more: true, url: '/v1/payment_intents' });
    const rest = await sim.stripe.paymentIntents.list({
      starting_after: first.data.at(-1)?.id ?? '',
    });
    expect(numbers(rest)).toEqual([1, 0]);
    expect(rest.has_more).toBe(false);
    const before = rest.data.at(-1)?.id ?? '';
    const back = await sim.stripe.paymentIntents.list({ ending_before: before, limit: 2 });
    expect(numbers(back)).toEqual([2, 1]);
    expect(back.has_more).toBe(true);
    const all = await sim.stripe.paymentIntents
      .list({ limit: 5 })
      .autoPagingToArray({ limit: 100 });
    expect(all).toHaveLength(12);
  });

  it('can be narrowed by instant, and refuse a limit that Stripe refuses', async () => {
    const first = await sim.stripe.paymentIntents.create(order);
    await sim.advance(100);
    const second = await sim.stripe.paymentIntents.create(order);
    const since = await sim.stripe.paymentIntents.list({ created: { gt: first.created } });
    expect(since.data.map(({ id }) => id)).toEqual([second.id]);
    const at = await sim.stripe.paymentIntents.list({ created: first.created });
    expect(at.data.map(({ id }) => id)).toEqual([first.id]);
    const { list } = sim.stripe.paymentIntents;
    for (const limit of [0, 101])
      expect(await errorOf(list.call(sim.stripe.paymentIntents, { limit }))).toMatchObject({
        statusCode: 400,
        param: 'limit',
      });
  });

  it('of one customer show only theirs', async () => {
    const { id: customer } = await sim.stripe.customers.create({ name: 'Ada' });
    const intent = await sim.stripe.paymentIntents.create({ ...order, customer });
    await sim.stripe.paymentIntents.create(order);
    const { data } = await sim.stripe.paymentIntents.list({ customer, expand: ['data.customer'] });
    expect(data).toMatchObject([{ id: intent.id, customer: { name: 'Ada' } }]);
  });

  it('can be searched by metadata, as far as the product needs it', async () => {
    const metadata = { paymentId: 'p-1' };
    const mine = await paid(sim.stripe, 'pm_card_visa', { metadata });
    await sim.stripe.paymentIntents.create({ ...order, metadata });
    const query = `metadata['paymentId']:'p-1' AND status:'succeeded'`;
    const { data } = await sim.stripe.paymentIntents.search({ query });
    expect(data.map(({ id }) => id)).toEqual([mine.id]);
    const vague = sim.stripe.paymentIntents.search({ query: 'amount>5' });
    expect(await errorOf(vague)).toMatchObject({ statusCode: 400, param: 'query' });
  });

  it('tell where webhooks go and in which version, and what the balance is', async () => {
    const url = 'http://127.0.0.1:9/webhook';
    await sim.control('PUT', '/webhooks', { endpoints: [{ url, secrets: ['whsec_1'] }] });
    const { data } = await sim.stripe.webhookEndpoints.list();
    expect(data).toMatchObject([{ url, status: 'enabled', api_version: '2026-10-28.endive' }]);
    expect(JSON.stringify(data)).not.toContain('whsec_');
    await paid(sim.stripe, 'pm_card_visa', { capture_method: 'automatic' });
    await paid(sim.stripe, 'pm_card_bypassPending', { capture_method: 'automatic' });
    const { available, pending } = await sim.stripe.balance.retrieve();
    expect([available, pending]).toMatchObject([[{ amount: 4825 }], [{ amount: 4825 }]]);
  });

  it('of events can be narrowed by type, types and instant', async () => {
    await paid(sim.stripe);
    const types = async (params: object) =>
      (await sim.stripe.events.list(params)).data.map(({ type }) => type);
    expect(await types({ type: 'charge.succeeded' })).toEqual(['charge.succeeded']);
    expect(await types({ type: 'payment_intent.*' })).toHaveLength(2);
    const two = { types: ['charge.succeeded', 'payment_intent.created'] };
    expect(await types(two)).toEqual(['charge.succeeded', 'payment_intent.created']);
    expect(await types({ created: { gt: Math.floor(Date.now() / 1000) + 60 } })).toEqual([]);
    const many = { types: Array.from({ length: 21 }, (_, index) => `a.${index}`) };
    expect(await errorOf(sim.stripe.events.list(many))).toMatchObject({ statusCode: 400 });
  });

  it('of events forget after thirty days', async () => {
    await paid(sim.stripe);
    const [event] = (await sim.stripe.events.list()).data;
    await sim.advance(30 * DAY + 1);
    const { data } = await sim.stripe.events.list({ types: ['payment_intent.created'] });
    expect(data).toEqual([]);
    expect(await errorOf(sim.stripe.events.retrieve(event?.id ?? ''))).toMatchObject({
      statusCode: 404,
    });
  });

  it('of events know which were delivered', async () => {
    const receiver = await webhookReceiver(({ event }) =>
      event.type === 'charge.succeeded' ? 500 : 200,
    );
    await sim.control('PUT', '/webhooks', {
      endpoints: [{ url: receiver.url, secrets: ['whsec_1'] }],
    });
    await paid(sim.stripe);
    const failed = await eventually('the deliveries', async () => {
      const { data } = await sim.stripe.events.list({ delivery_success: false });
      return data.length === 1 && data[0];
    });
    expect(failed).toMatchObject({ type: 'charge.succeeded', pending_webhooks: 1 });
    const good = await sim.stripe.events.list({ delivery_success: true });
    expect(good.data.every((event) => event.pending_webhooks === 0)).toBe(true);
    await receiver.close();
  });
});
