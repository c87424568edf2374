import { createDatabase } from '../../src/db/client';
import { bought, open } from './paying';
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

  it('is recorded once and handed over once, however often it comes', async () => {
    const { intentId } = await open(product);
    const event = stripeEvent('payment_intent.processing', { id: intentId, metadata: {} });
    const replies = await Promise.all(
      Array.from({ length: 5 }, () => signedPost(product.send, event)),
    );
    expect(replies.map(({ status }) => status)).toEqual(Array(5).fill(200));
    const told = product.temporal.heard.signals.filter(([, news]) => news.objectId === intentId);
    expect(told).toHaveLength(1);
  });

  it('is answered although Temporal is down, and delivered when it is back', async () => {
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

  it('is refused with 503 only when it cannot be recorded', async () => {
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

  it('of an unknown type is counted, not kept', async () => {
    const event = stripeEvent('customer.created', { id: 'cus_1', email: 'ann@example.com' });
    expect((await signedPost(product.send, event)).status).toBe(200);
    expect(await product.db.stripeEvent.count({ where: { type: 'customer.created' } })).toBe(0);
    const { body } = await product.get('/metrics');
    expect(body['text']).toContain(
      'stripe_webhooks_total{type="customer.created",outcome="unknown"} 1',
    );
  });

  it('of the other mode is kept and ignored', async () => {
    const { intentId } = await open(product);
    const event = stripeEvent(
      'payment_intent.succeeded',
      { id: intentId, metadata: {} },
      { livemode: true },
    );
    expect((await signedPost(product.send, event)).status).toBe(200);
    expect(await row(event.id)).toMatchObject({ outcome: 'ignored', livemode: true });
  });

  it('keeps facts, and neither secrets nor people', async () => {
    const canary = 'ann.canary@example.com';
    const event = stripeEvent('payment_intent.payment_failed', {
      id: 'pi_facts',
      client_secret: 'pi_facts_secret_canary',
      amount: 500,
      status: 'requires_payment_method',
      latest_charge: 'ch_old',
      receipt_email: canary,
      metadata: { bookingId: 'b-9', paymentId: 'p-9', note: canary },
      last_payment_error: {
        charge: 'ch_declined',
        code: 'card_declined',
        decline_code: 'insufficient_funds',
        message: 'Your card has insufficient funds.',
        payment_method: {
          type: 'card',
          card: { last4: '9995', fingerprint: canary },
          billing_details: { email: canary, name: 'Ann Canary' },
        },
      },
    });
    await signedPost(product.send, event);
    const { facts } = await row(event.id);
    expect(facts).toEqual({
      paymentIntentId: 'pi_facts',
      chargeId: 'ch_declined',
      bookingId: 'b-9',
      paymentId: 'p-9',
      status: 'requires_payment_method',
      amount: 500,
      code: 'card_declined',
      declineCode: 'insufficient_funds',
      message: 'Your card has insufficient funds.',
      methodType: 'card',
    });
  });
});

describe('money that comes too late', () => {
  it('is given back once, however many events tell of it', async () => {
    const { intentId, paymentId } = await bought(product);
    // A second PaymentIntent for the booking, made and paid behind our back.
    const stray = await product.saga.stripe.paymentIntents.create(
      {
        amount: 12_990,
        currency: 'eur',
        confirm: true,
        payment_method: 'pm_card_visa',
        allowed_payment_method_types: ['card'],
        metadata: { paymentId },
      },
      { idempotencyKey: `stray-${paymentId}` },
    );
    for (let copies = 0; copies < 3; copies += 1)
      await signedPost(product.send, stripeEvent('payment_intent.succeeded', stray));
    await product.temporal.idle();
    const refunds = await product.db.refund.findMany({ where: { paymentId } });
    expect(refunds).toHaveLength(1);
    expect(refunds[0]).toMatchObject({ amountMinor: 12_990, reason: 'duplicate payment' });
    const own = await product.get(`/api/v1/payments/${paymentId}`);
    expect(own.body).toMatchObject({ status: 'completed', stripePaymentIntentId: intentId });
  });
});

async function dueNow({ db }: Product): Promise<void> {
  await db.stripeEvent.updateMany({
    where: { deliveredAt: null },
    data: { nextDeliveryAt: new Date(0) },
  });
}
