import { createDatabase } from '../../src/db/client';
import { open } from './paying';
import { startProduct, type Product } from './product';
import { signedPost, stripeEvent } from './stripe-events';

let product: Product;
beforeAll(async () => {
  product = await startProduct();
});
afterAll(() => product.stop());
afterEach(() => {
  product.temporal.mood.down = false;
});

const row = (stripeEventId: string) =>
  product.db.stripeEvent.findUniqueOrThrow({ where: { stripeEventId } });

describe('a webhook', () => {
  it('is recorded, handed over and answered', async () => {
    const { intentId, paymentId, order } = await open(product);
    const metadata = { bookingId: order.bookingId, paymentId };
    const event = stripeEvent('payment_intent.processing', {
      id: intentId,
      status: 'processing',
      amount: 12_990,
      metadata,
    });
    const { status, body } = await signedPost(product.send, event);
    expect([status, body]).toEqual([200, { received: true }]);
    const news = { stripeEventId: event.id, objectId: intentId };
    expect(product.temporal.heard.signals).toContainEqual([`booking-${order.bookingId}`, news]);
    expect(await row(event.id)).toMatchObject({ outcome: 'signalled', paymentIntentId: intentId });
  });

  it('H26: is recorded once and handed over once, however often it comes', async () => {
    const { intentId } = await open(product);
    const event = stripeEvent('payment_intent.processing', { id: intentId, metadata: {} });
    const replies = await Promise.all(
      Array.from({ length: 5 }, () => signedPost(product.send, event)),
    );
    expect(replies.map(({ status }) => status)).toEqual(Array(5).fill(200));
    const told = product.temporal.heard.signals.filter(([, news]) => news.objectId === intentId);
    expect(told).toHaveLength(1);
  });

  it('H17: is answered although Temporal is down, and delivered when it is back', async () => {
    const { intentId } = await open(product);
    const event = stripeEvent('payment_intent.processing', { id: intentId, metadata: {} });
    product.temporal.mood.down = true;
    expect((await signedPost(product.send, event)).status).toBe(200);
    expect(await row(event.id)).toMatchObject({ deliveredAt: null, outcome: null });
    product.temporal.mood.down = false;
    await dueNow(product);
    await product.dispatcher.pass();
    expect(await row(event.id)).toMatchObject({ outcome: 'signalled' });
  });

  it('that cannot be applied for long is told to a person, until it could be', async () => {
    const { intentId, order } = await open(product);
    const event = stripeEvent('payment_intent.processing', { id: intentId, metadata: {} });
    product.temporal.mood.down = true;
    await signedPost(product.send, event);
    const where = { stripeEventId: event.id };
    await product.db.stripeEvent.update({ where, data: { deliveries: 8 } });
    const flag = async () => {
      await dueNow(product);
      await product.dispatcher.pass();
      const { bookingId } = order;
      return product.db.flag.findFirst({ where: { bookingId, kind: 'undelivered_news' } });
    };
    expect(await flag()).toMatchObject({ subject: event.id, clearedAt: null });
    product.temporal.mood.down = false;
    expect((await flag())?.clearedAt).toBeInstanceOf(Date);
    expect(await row(event.id)).toMatchObject({ outcome: 'signalled' });
  });

  it('is answered within its limit although the delivery hangs', async () => {
    const never = { deliver: () => new Promise<never>(() => undefined) };
    const url = await product.serve({ delivery: never });
    const event = stripeEvent('payment_intent.processing', { id: 'pi_slow', metadata: {} });
    const begun = Date.now();
    const send = async (path: string, init: RequestInit) => {
      const { status, headers } = await fetch(url + path, init);
      return { status, headers, body: {} };
    };
    expect((await signedPost(send, event)).status).toBe(200);
    expect(Date.now() - begun).toBeLessThan(2_000);
    expect(await row(event.id)).toMatchObject({ deliveredAt: null });
  });

  it('H17: is refused with 503 only when it cannot be recorded', async () => {
    const db = createDatabase('postgresql://postgres:test@127.0.0.1:1/none');
    const url = await product.serve({ db });
    const event = stripeEvent('payment_intent.succeeded', { id: 'pi_lost', metadata: {} });
    const send = async (path: string, init: RequestInit) => {
      const { status, headers } = await fetch(url + path, init);
      return { status, headers, body: {} };
    };
    expect((await signedPost(send, event)).status).toBe(503);
    await db.$disconnect();
    // Stripe sends it again, and nothing remembers the first time.
    expect((await signedPost(product.send, event)).status).toBe(200);
    expect(await row(event.id)).toMatchObject({ type: 'payment_intent.succeeded' });
  });
});

async function dueNow({ db }: Product): Promise<void> {
  await db.stripeEvent.updateMany({
    where: { deliveredAt: null },
    data: { nextDeliveryAt: new Date(0) },
  });
}
