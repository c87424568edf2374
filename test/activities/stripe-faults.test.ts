import Stripe from 'stripe';
import { paymentIdOf, refundIdOf } from '../../src/domain/ids';
import { createPaymentIntents } from '../../src/stripe/payment-intents';
import { customerOf, refundOf, type Customer } from './customer';
import { bookingRequest, bookOf, insist, startOf, useSaga, type Saga } from './saga';

const DAY_SECONDS = 24 * 3_600;

/** saga.md rule 1, against Stripe's worst habits: one effect, whatever happens to its answers. */
describe('an effect at Stripe', () => {
  let saga: Saga;
  let customer: Customer;
  useSaga((started) => {
    saga = started;
    customer = customerOf(saga);
  });

  const CREATE = { method: 'POST', path: '/v1/payment_intents' };
  const REFUND = { method: 'POST', path: '/v1/refunds' };
  const fault = (kind: string, match: object, more: object = {}) =>
    saga.simulate('/faults', { kind, match, times: null, ...more });

  const intentsOf = (bookingId: string) =>
    saga.ledger().intents.filter(({ metadata }) => metadata['bookingId'] === bookingId);
  const refundsOf = (refundId: string) =>
    saga.ledger().refunds.filter(({ metadata }) => metadata['refundId'] === refundId);
  const effectOf = (effect: string) =>
    saga.db.stripeEffect.findUniqueOrThrow({ where: { effect } });
  const intentEffect = (bookingId: string) => effectOf(`payment-intent:${paymentIdOf(bookingId)}`);

  it('H2: is made once by one key when its answer is lost again and again', async () => {
    const start = startOf(bookingRequest());
    const { bookingId } = start.request;
    await fault('lose_response', CREATE);
    const unanswered = { type: 'stripe_unanswered', nonRetryable: false };
    await expect(saga.openPayment(start)).rejects.toMatchObject(unanswered);
    await expect(saga.openPayment(start)).rejects.toMatchObject(unanswered);
    await saga.clearFaults();
    await saga.openPayment(start);
    expect(intentsOf(bookingId)).toMatchObject([
      { key: `payment-intent:${paymentIdOf(bookingId)}:1` },
    ]);
    expect(await intentEffect(bookingId)).toMatchObject({ generation: 1, savedError: null });
  });

  it('is made once when Stripe takes longer than we wait', async () => {
    const hasty = new Stripe('sk_test_tests', {
      ...{ maxNetworkRetries: 0, timeout: 150, telemetry: false },
      ...{ host: '127.0.0.1', port: saga.stripePort, protocol: 'http' as const },
    });
    const impatient = saga.acts({ intents: createPaymentIntents(hasty) });
    for (const effect of ['before', 'after']) {
      const start = startOf(bookingRequest());
      await fault('timeout', CREATE, { ms: 400, effect });
      await expect(impatient.openPayment(start)).rejects.toMatchObject({
        type: 'stripe_unanswered',
      });
      await saga.clearFaults();
      await insist(() => saga.openPayment(start), 40);
      expect(intentsOf(start.request.bookingId)).toHaveLength(1);
      expect(await intentEffect(start.request.bookingId)).toMatchObject({ generation: 1 });
    }
  });

  it('H25: is found, not repeated, when Stripe did it and saved a 500 under its key', async () => {
    const start = startOf(bookingRequest());
    const { bookingId } = start.request;
    await fault('fail_after', CREATE, { times: 1, should_retry: false });
    await expect(saga.openPayment(start)).rejects.toMatchObject({ type: 'stripe_saved' });
    expect(await intentEffect(bookingId)).toMatchObject({ generation: 1, savedError: 'api_error' });
    await saga.openPayment(start);
    const [intent, ...more] = intentsOf(bookingId);
    expect(more).toEqual([]);
    expect(await customer.intentOf(bookingId)).toBe(intent!.id);
    expect(await intentEffect(bookingId)).toMatchObject({ generation: 1 });
  });

  it('gets its next key when a 500 is saved and nothing was done', async () => {
    const start = startOf(bookingRequest());
    const { bookingId } = start.request;
    await fault('fail_before', CREATE, { times: 1, saved: true, should_retry: false });
    await expect(saga.openPayment(start)).rejects.toMatchObject({ type: 'stripe_saved' });
    await saga.openPayment(start);
    expect(intentsOf(bookingId)).toMatchObject([
      { key: `payment-intent:${paymentIdOf(bookingId)}:2` },
    ]);
  });

  it('keeps its key when a gateway in between gave the answer', async () => {
    const start = startOf(bookingRequest());
    const { bookingId } = start.request;
    for (const status of [502, 503, 504]) {
      await fault('fail_before', CREATE, { times: 1, status, should_retry: false });
      await expect(saga.openPayment(start)).rejects.toMatchObject({ nonRetryable: false });
    }
    await saga.openPayment(start);
    expect(await intentEffect(bookingId)).toMatchObject({ generation: 1, savedError: null });
    expect(intentsOf(bookingId)).toHaveLength(1);
  });

  it('heals when even a 503 was saved under its key', async () => {
    const start = startOf(bookingRequest());
    const saved = { times: 1, saved: true, status: 503, should_retry: false };
    await fault('fail_before', CREATE, saved);
    await insist(() => saga.openPayment(start));
    expect(intentsOf(start.request.bookingId)).toHaveLength(1);
  });

  it.each(['rate_limit', 'lock_timeout', 'key_in_use'])(
    'is asked for with the same key after %s',
    async (kind) => {
      const start = startOf(bookingRequest());
      const { bookingId } = start.request;
      await fault(kind, CREATE);
      for (let attempt = 0; attempt < 3; attempt++)
        await expect(saga.openPayment(start)).rejects.toMatchObject({ type: 'stripe_busy' });
      await saga.clearFaults();
      await saga.openPayment(start);
      expect(await intentEffect(bookingId)).toMatchObject({ generation: 1, savedError: null });
      expect(intentsOf(bookingId)).toHaveLength(1);
    },
  );

  it('waits when Stripe does not know our key for the moment', async () => {
    const start = startOf(bookingRequest());
    const revoked = { status: 401, times: 1 };
    const error = { type: 'invalid_request_error', message: 'Invalid API Key provided' };
    await fault('fail_before', CREATE, { ...revoked, error });
    await expect(saga.openPayment(start)).rejects.toMatchObject({ type: 'stripe_busy' });
    await saga.openPayment(start);
    expect((await bookOf(saga.db, start.request.bookingId)).booking.status).toBe('PENDING_PAYMENT');
  });

  it('is looked up first when its key was used with other parameters', async () => {
    const start = startOf(bookingRequest());
    const { bookingId } = start.request;
    await fault('lose_response', CREATE);
    await expect(saga.openPayment(start)).rejects.toMatchObject({ type: 'stripe_unanswered' });
    await saga.clearFaults();
    const released = saga.withPolicy({ methodTypes: ['card', 'link'] });
    await expect(released.openPayment(start)).rejects.toMatchObject({ type: 'stripe_saved' });
    await released.openPayment(start);
    expect(intentsOf(bookingId)).toHaveLength(1);
    expect(await intentEffect(bookingId)).toMatchObject({ generation: 1 });
  });

  it('is looked up first when its key is too old for Stripe to know', async () => {
    const { bookingId, chargeId, paymentId } = await customer.confirmed();
    const refundId = refundIdOf(paymentId, 'key:old');
    await fault('lose_response', REFUND);
    await expect(saga.openRefund(refundOf(paymentId, 'key:old', 5_000))).rejects.toMatchObject({
      type: 'stripe_unanswered',
    });
    await saga.clearFaults();
    await ageEffects();
    await saga.simulate('/clock', { advance_seconds: DAY_SECONDS + 60 });
    expect(await saga.openRefund(refundOf(paymentId, 'key:old', 5_000))).toMatchObject({
      refund: { status: 'succeeded' },
    });
    expect(refundsOf(refundId)).toMatchObject([{ amount: 5_000, charge: chargeId }]);
    expect(await effectOf(`refund:${refundId}`)).toMatchObject({ generation: 1 });
    expect((await bookOf(saga.db, bookingId)).booking.status).toBe('PARTIALLY_REFUNDED');
  });

  it('gets its next key after a day when nothing was done', async () => {
    const start = startOf(bookingRequest());
    const { bookingId } = start.request;
    await fault('reset_before', CREATE);
    await expect(saga.openPayment(start)).rejects.toMatchObject({ type: 'stripe_unanswered' });
    await saga.clearFaults();
    await ageEffects();
    await saga.openPayment(start);
    expect(await intentEffect(bookingId)).toMatchObject({ generation: 2 });
    expect(intentsOf(bookingId)).toHaveLength(1);
  });

  it('H25: is made once by five that find the saved error together', async () => {
    const { paymentId } = await customer.confirmed();
    const order = refundOf(paymentId, 'key:five', 1_000);
    await fault('fail_before', REFUND, { times: 1, saved: true, should_retry: false });
    await expect(saga.openRefund(order)).rejects.toMatchObject({ type: 'stripe_saved' });
    await Promise.all([1, 2, 3, 4, 5].map(() => insist(() => saga.openRefund(order))));
    expect(refundsOf(refundIdOf(paymentId, 'key:five'))).toHaveLength(1);
  });

  it('refunds once, however Stripe fails', async () => {
    for (const kind of ['lose_response', 'fail_after', 'fail_before', 'reset_before']) {
      const { paymentId } = await customer.confirmed();
      const identity = `key:${kind}`;
      const order = refundOf(paymentId, identity, 4_000);
      await fault(kind, REFUND, {
        should_retry: false,
        ...(kind === 'fail_before' && { saved: true }),
      });
      await expect(saga.openRefund(order)).rejects.toMatchObject({ nonRetryable: false });
      await saga.clearFaults();
      expect(await insist(() => saga.openRefund(order))).toMatchObject({
        refund: { status: 'succeeded', amountMinor: 4_000 },
      });
      expect(refundsOf(refundIdOf(paymentId, identity))).toHaveLength(1);
    }
  });

  it('H11: cancels in the end, and only then lets the booking go, when the cancel keeps failing', async () => {
    const { bookingId, intentId } = await customer.opened();
    const match = { method: 'POST', path: '/v1/payment_intents/*/cancel' };
    await fault('fail_before', match, { times: 2, saved: true, should_retry: false });
    for (let attempt = 0; attempt < 2; attempt++)
      await expect(saga.closePayment(bookingId, { how: 'expired' })).rejects.toMatchObject({
        type: 'stripe_saved',
      });
    expect((await bookOf(saga.db, bookingId)).booking.status).toBe('PENDING_PAYMENT');
    expect(await insist(() => saga.closePayment(bookingId, { how: 'expired' }))).toMatchObject({
      status: 'EXPIRED',
    });
    const [intent] = saga.ledger().intents.filter(({ id }) => id === intentId);
    expect(intent).toMatchObject({ status: 'canceled' });
  });

  it('takes a cancel whose answer was lost for done', async () => {
    const { bookingId } = await customer.opened();
    await fault('lose_response', { method: 'POST', path: '/v1/payment_intents/*/cancel' });
    await expect(saga.closePayment(bookingId, { how: 'expired' })).rejects.toBeDefined();
    expect(await saga.closePayment(bookingId, { how: 'expired' })).toMatchObject({
      status: 'EXPIRED',
    });
  });

  it('survives a restart of Stripe between two tries', async () => {
    const start = startOf(bookingRequest());
    await fault('lose_response', CREATE);
    await expect(saga.openPayment(start)).rejects.toMatchObject({ type: 'stripe_unanswered' });
    await saga.restartStripe();
    await insist(() => saga.openPayment(start));
    expect(intentsOf(start.request.bookingId)).toHaveLength(1);
  });

  it('R15: says nothing of Stripe’s message to a history', async () => {
    const message = 'secret words of Stripe';
    await fault('fail_before', CREATE, { error: { type: 'api_error', message } });
    const failure: unknown = await saga
      .openPayment(startOf(bookingRequest()))
      .catch((e) => e as unknown);
    expect(String((failure as Error).message)).not.toContain(message);
  });

  /** As if everything so far had been sent a day ago. */
  function ageEffects() {
    const sentAt = new Date(Date.now() - 24 * 3_600_000);
    return saga.db.stripeEffect.updateMany({ data: { sentAt } });
  }
});
