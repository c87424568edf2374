import { bought, open } from './paying';
import { startProduct, type Product } from './product';
import { signedPost, stripeEvent } from './stripe-events';

let product: Product;
beforeAll(async () => {
  product = await startProduct();
});
afterAll(() => product.stop());

const row = (stripeEventId: string) =>
  product.db.stripeEvent.findUniqueOrThrow({ where: { stripeEventId } });

describe('a webhook', () => {
  it('H17: of an unknown type is counted, not kept', async () => {
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
