import { stripeMock } from '../../dev/parts/stripe-mock';
import { createStripe } from '../../src/stripe/client';
import { createClientSecrets } from '../../src/stripe/client-secrets';
import { createDisputes } from '../../src/stripe/disputes';
import { createPaymentIntents } from '../../src/stripe/payment-intents';
import { stripeStatus } from '../../src/stripe/reachability';
import { createRefunds } from '../../src/stripe/refunds';
import { startMock } from '../simulator/contract/mock';

jest.setTimeout(300_000);

/**
 * The product's own calls against Stripe's own mock, which refuses every parameter that Stripe does
 * not know. It keeps no state and answers with samples, so only refusals count here.
 */
describe('every request that the product sends to Stripe', () => {
  let mock: Awaited<ReturnType<typeof startMock>>;
  beforeAll(async () => {
    mock = await startMock((await stripeMock()).binary);
  });
  afterAll(async () => mock.stop());

  const stripe = () => createStripe('sk_test_123', mock.url);
  const metadata = { bookingId: 'bk-1', paymentId: 'pay_1', userId: 'usr-1' };

  /** One entry per function: a new one without an entry does not type-check. */
  const intentCalls: Record<keyof ReturnType<typeof createPaymentIntents>, () => Promise<unknown>> =
    {
      create: () => {
        const methods = { captureMethod: 'manual', confirmationMethod: 'manual' } as const;
        const money = { amountMinor: 12_990, currency: 'eur' };
        const wanted = { ...money, ...methods, methodTypes: ['card' as const], metadata };
        return createPaymentIntents(stripe()).create(wanted, 'payment-intent:pay_1:1');
      },
      retrieve: () => createPaymentIntents(stripe()).retrieve('pi_1'),
      cancel: () => createPaymentIntents(stripe()).cancel('pi_1', 'abandoned', 'cancel:pay_1:1'),
      capture: () => createPaymentIntents(stripe()).capture('pi_1', 'capture:pay_1:1'),
      confirm: () => {
        const wanted = { paymentMethodId: 'pm_card_visa', returnUrl: 'https://shop.example/back' };
        return createPaymentIntents(stripe()).confirm('pi_1', wanted, 'confirm:pay_1:1');
      },
      findByPaymentId: () => createPaymentIntents(stripe()).findByPaymentId('pay_1', new Date()),
    };
  const refundCalls: Record<keyof ReturnType<typeof createRefunds>, () => Promise<unknown>> = {
    create: () => {
      const ids = { refundId: 'rfd_1', paymentId: 'pay_1', chargeId: 'ch_1' };
      const refund = { ...ids, amountMinor: 500, reason: 'the seat was changed' };
      return createRefunds(stripe()).create(refund, 'refund:rfd_1:1');
    },
    retrieve: () => createRefunds(stripe()).retrieve('re_1'),
    findByRefundId: () => createRefunds(stripe()).findByRefundId('rfd_1', 'ch_1'),
    retrieveCharge: () => createRefunds(stripe()).retrieveCharge('ch_1'),
  };

  const disputeCalls: Record<keyof ReturnType<typeof createDisputes>, () => Promise<unknown>> = {
    retrieve: () => createDisputes(stripe()).retrieve('dp_1'),
    submitEvidence: () => {
      const texts = { product_description: 'a seat', access_activity_log: 'paid at noon' };
      const evidence = { ...texts, refund_policy_disclosure: 'none', uncategorized_text: 'here' };
      const key = 'evidence:dp_1:chargeback:1';
      return createDisputes(stripe()).submitEvidence('dp_1', evidence, key);
    },
    authentication: () => createDisputes(stripe()).authentication('ch_1'),
  };

  it.each(Object.entries(intentCalls))('PaymentIntents: %s is accepted', async (_name, call) => {
    await expect(call()).resolves.not.toThrow();
  });

  it.each(Object.entries(refundCalls))('refunds: %s is accepted', async (_name, call) => {
    await expect(call()).resolves.not.toThrow();
  });

  it.each(Object.entries(disputeCalls))('disputes: %s is accepted', async (_name, call) => {
    await expect(call()).resolves.not.toThrow();
  });

  it('reading a client secret and asking for a sign of life are accepted', async () => {
    await expect(createClientSecrets(stripe()).read('pi_1')).resolves.toBeDefined();
    await expect(stripeStatus(stripe())).resolves.toBeDefined();
  });

  it('would be refused with a parameter that Stripe does not know', async () => {
    const wrong = { amount: 1_000, currency: 'eur', payment_methods: ['card'] };
    await expect(stripe().paymentIntents.create(wrong)).rejects.toMatchObject({ statusCode: 400 });
  });
});
