import { customerOf, type Customer } from './customer';
import { bookOf, fiveTimes, insist, useSaga, type Saga } from './saga';

const CARD = 'pm_card_visa';
const DECLINED = 'pm_card_visa_chargeDeclinedInsufficientFunds';
const SECURE = 'pm_card_threeDSecure2Required';

describe('a confirmation by our server', () => {
  let saga: Saga;
  let customer: Customer;
  useSaga((started) => {
    saga = started;
    customer = customerOf(saga);
  });

  const CONFIRM = { method: 'POST', path: '/v1/payment_intents/*/confirm' };
  const fault = (kind: string, more: object = {}) =>
    saga.simulate('/faults', { kind, match: CONFIRM, times: null, ...more });
  const order = (bookingId: string, id: string, paymentMethodId?: string) => ({
    ...{ id, bookingId },
    ...(paymentMethodId !== undefined && { paymentMethodId }),
  });
  const chargesOf = (intentId: string, status: string) =>
    saga
      .ledger()
      .charges.filter((charge) => charge.payment_intent === intentId && charge.status === status);
  /** What Stripe did, without what it only replayed. */
  const keysOf = (intentId: string) =>
    saga
      .ledger()
      .executed.filter(({ path }) => path === `/v1/payment_intents/${intentId}/confirm`)
      .map(({ key }) => key);
  const authenticate = (intentId: string, outcome = 'succeed') =>
    saga.simulate(`/payment_intents/${intentId}/authenticate`, { outcome });
  const effectOf = (paymentId: string) => ({ effect: `confirm:${paymentId}` });

  it('H2: again and again, every answer lost, charges once under one key', async () => {
    const { bookingId, paymentId, intentId } = await customer.opened();
    await fault('lose_response');
    const confirm = () => saga.confirmPayment(order(bookingId, 'u-1', CARD));
    await expect(confirm()).rejects.toMatchObject({ type: 'stripe_unanswered' });
    for (const { booking, declined } of await fiveTimes(confirm))
      expect([booking.status, declined]).toEqual(['CONFIRMED', undefined]);
    expect(chargesOf(intentId, 'succeeded')).toHaveLength(1);
    expect(keysOf(intentId)).toEqual([`confirm:${paymentId}:1`]);
  });

  it('H2: five at once, every answer lost, charge once', async () => {
    const { bookingId, paymentId, intentId } = await customer.opened();
    await fault('lose_response');
    await fiveTimes(() => saga.confirmPayment(order(bookingId, 'u-1', CARD)));
    expect(chargesOf(intentId, 'succeeded')).toHaveLength(1);
    expect(new Set(keysOf(intentId))).toEqual(new Set([`confirm:${paymentId}:1`]));
  });

  it('H2: a decline whose answer was lost is learned by the same key, and tried once', async () => {
    const { bookingId, paymentId, intentId } = await customer.opened();
    await fault('lose_response', { times: 2 }); // the SDK repeats at once what breaks in keep-alive
    const { booking, declined } = await insist(() =>
      saga.confirmPayment(order(bookingId, 'u-1', DECLINED)),
    );
    expect(declined).toMatchObject({ code: 'card_declined', declineCode: 'insufficient_funds' });
    expect(booking.status).toBe('PENDING_PAYMENT');
    expect(chargesOf(intentId, 'failed')).toHaveLength(1);
    expect(keysOf(intentId)).toEqual([`confirm:${paymentId}:1`]);
  });

  it.each([
    ['happened', 'fail_after', 1],
    ['did not happen', 'fail_before', 2],
  ])('H2: Stripe saved an error for what %s: one charge', async (_what, kind, keys) => {
    const { bookingId, intentId } = await customer.opened();
    await fault(kind, { times: 1, saved: true, should_retry: false });
    const confirm = () => saga.confirmPayment(order(bookingId, 'u-1', CARD));
    await expect(confirm()).rejects.toMatchObject({ type: 'stripe_saved' });
    expect((await confirm()).booking.status).toBe('CONFIRMED');
    expect(chargesOf(intentId, 'succeeded')).toHaveLength(1);
    expect(keysOf(intentId)).toHaveLength(keys);
  });

  it('H5: a decline moves the key on, so another card pays within the window', async () => {
    const { bookingId, paymentId, intentId } = await customer.opened();
    const first = order(bookingId, 'u-1', DECLINED);
    const { declined } = await saga.confirmPayment(first);
    expect(declined).toEqual({
      code: 'card_declined',
      declineCode: 'insufficient_funds',
      message: expect.stringContaining('insufficient funds') as string,
    });
    // The worker died before it could tell: the same order gets the same answer, and no new try.
    expect((await saga.confirmPayment(first)).declined).toEqual(declined);
    expect(keysOf(intentId)).toEqual([`confirm:${paymentId}:1`]);

    const { booking } = await saga.confirmPayment(order(bookingId, 'u-2', CARD));
    expect(booking.status).toBe('CONFIRMED');
    expect(keysOf(intentId)).toEqual([`confirm:${paymentId}:1`, `confirm:${paymentId}:2`]);
  });

  it('H5: a decline is an attempt, once its event has come; the window stays open', async () => {
    const { bookingId, intentId } = await customer.opened();
    await saga.confirmPayment(order(bookingId, 'u-1', DECLINED));
    await customer.hear(intentId, 'payment_intent.payment_failed');
    expect(await saga.settlePayment(bookingId)).toMatchObject({
      ...{ status: 'PENDING_PAYMENT', attempts: 1, lastDecline: 'insufficient_funds' },
    });
  });

  it('H32: money that is in already is read, not asked for again', async () => {
    const { bookingId, intentId } = await customer.opened();
    await customer.pay(intentId); // by the browser, which never learns of it
    const { booking } = await saga.confirmPayment(order(bookingId, 'u-1', CARD));
    expect(booking.status).toBe('CONFIRMED');
    expect(chargesOf(intentId, 'succeeded')).toHaveLength(1);
    expect(keysOf(intentId)).toHaveLength(1); // the browser's own
  });

  it('C9: after 3-D Secure manual mode waits, and our server confirms once more', async () => {
    const { bookingId, paymentId, intentId } = await customer.opened({
      confirmationMethod: 'manual',
    });
    const asked = await saga.confirmPayment(order(bookingId, 'u-1', SECURE));
    expect(asked.booking).toMatchObject({ status: 'PENDING_PAYMENT', paymentStatus: 'processing' });
    await authenticate(intentId);
    expect((await saga.settlePayment(bookingId)).status).toBe('PENDING_PAYMENT');
    const done = await saga.confirmPayment(order(bookingId, 'u-2'));
    expect(done.booking.status).toBe('CONFIRMED');
    expect(keysOf(intentId)).toEqual([`confirm:${paymentId}:1`, `confirm:${paymentId}:2`]);
  });

  it('C9: the browser confirms by default; our server may, and 3-D Secure ends it', async () => {
    const { bookingId, intentId } = await customer.opened();
    await saga.confirmPayment(order(bookingId, 'u-1', SECURE));
    await authenticate(intentId);
    expect((await saga.settlePayment(bookingId)).status).toBe('CONFIRMED');
    expect(chargesOf(intentId, 'succeeded')).toHaveLength(1);
  });

  it('C9: a failed 3-D Secure takes nothing, and the customer may try again', async () => {
    const { bookingId, intentId } = await customer.opened({ confirmationMethod: 'manual' });
    await saga.confirmPayment(order(bookingId, 'u-1', SECURE));
    await authenticate(intentId, 'fail');
    const nothing = await saga.confirmPayment(order(bookingId, 'u-2'));
    expect(nothing.booking.status).toBe('PENDING_PAYMENT');
    expect(chargesOf(intentId, 'succeeded')).toEqual([]);
    expect((await saga.confirmPayment(order(bookingId, 'u-3', CARD))).booking.status).toBe(
      'CONFIRMED',
    );
  });

  it('begun by a worker that died is not begun anew: Stripe replays the same step', async () => {
    const { bookingId, paymentId, intentId } = await customer.opened();
    const first = order(bookingId, 'u-1', SECURE);
    await saga.confirmPayment(first);
    // As the row was before the worker could write down what Stripe had answered.
    await saga.db.stripeEffect.update({
      where: effectOf(paymentId),
      data: { savedError: null, spentBy: null },
    });
    await saga.confirmPayment(first);
    expect(keysOf(intentId)).toEqual([`confirm:${paymentId}:1`]);
  });

  it('asks Stripe for nothing once the booking is over', async () => {
    const { bookingId, paymentId, intentId } = await customer.opened();
    await saga.closePayment(bookingId, { how: 'expired' });
    const { booking } = await saga.confirmPayment(order(bookingId, 'u-1', CARD));
    expect(booking.status).toBe('EXPIRED');
    expect(keysOf(intentId)).toEqual([]);
    expect(await saga.db.stripeEffect.findUnique({ where: effectOf(paymentId) })).toBeNull();
  });

  it('says nothing to a history that only the customer may know', async () => {
    const { bookingId } = await customer.opened();
    const answers = [
      await saga.confirmPayment(order(bookingId, 'u-1', DECLINED)),
      await saga.confirmPayment(order(bookingId, 'u-2', SECURE)),
    ];
    expect(JSON.stringify(answers)).not.toMatch(/_secret_|authenticate|4242/);
    const { transitions } = await bookOf(saga.db, bookingId);
    expect(JSON.stringify(transitions.map(({ payload }) => payload))).not.toMatch(/_secret_/);
  });
});
