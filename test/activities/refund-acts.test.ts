import { customerOf, refundOf, type Customer } from './customer';
import { bookOf, fiveTimes, useSaga, type Saga } from './saga';

describe('an operator and a failed refund', () => {
  let saga: Saga;
  let customer: Customer;
  useSaga((started) => {
    saga = started;
    customer = customerOf(saga);
  });

  const REFUNDS = { method: 'POST', path: '/v1/refunds' };
  let acts = 0;
  const actOn = (refundId: string) => ({
    ...{ id: `${refundId}:act-${++acts}`, refundId, reason: 'the bank said so', actor: 'op-7' },
  });
  const actsOn = (refundId: string) =>
    saga.db.operatorAct.findMany({ where: { subject: refundId } });

  async function refuse(times = 1) {
    const error = {
      type: 'invalid_request_error',
      message: 'No money',
      code: 'balance_insufficient',
    };
    const fault = { kind: 'fail_before', match: REFUNDS, status: 400, error, times, saved: true };
    await saga.simulate('/faults', fault);
  }

  /** A saga's refund that Stripe refused. */
  async function failedRefund() {
    const { bookingId, intentId } = await customer.opened();
    await saga.ownerIs(bookingId, { refuseConfirm: true });
    await customer.pay(intentId);
    const { compensation } = await saga.settlePayment(bookingId);
    await refuse();
    await saga.openRefund({ request: compensation!.request, workflowId: 'w' });
    const { booking, charges } = await bookOf(saga.db, bookingId);
    expect(booking.status).toBe('REFUND_FAILED');
    return { bookingId, refundId: compensation!.refundId, chargeId: charges[0]!.stripeChargeId };
  }

  const refundsAtStripe = (refundId: string) =>
    saga.ledger().refunds.filter(({ metadata }) => metadata['refundId'] === refundId);

  it('retries it: the money goes back, the flag is cleared, the act is on record', async () => {
    const { bookingId, refundId } = await failedRefund();
    const act = actOn(refundId);
    expect(await saga.retryRefund(act)).toMatchObject({ status: 'succeeded', attempt: 2 });
    const { booking, types, flags, refunds } = await bookOf(saga.db, bookingId);
    expect(booking.status).toBe('REFUNDED');
    expect(types.slice(-2)).toEqual(['payment.refunded', 'booking.refunded']);
    expect(flags).toEqual([]);
    expect(refunds).toMatchObject([{ errorCode: null, errorMessage: null }]);
    expect(await actsOn(refundId)).toMatchObject([
      { act: 'retryRefund', bookingId, actor: 'op-7', reason: 'the bank said so' },
    ]);
  });

  it('is one act when it is delivered five times', async () => {
    const { refundId } = await failedRefund();
    const act = actOn(refundId);
    await fiveTimes(() => saga.retryRefund(act));
    expect(await saga.retryRefund(act)).toMatchObject({ status: 'succeeded', attempt: 2 });
    expect(refundsAtStripe(refundId)).toHaveLength(1);
    expect(await actsOn(refundId)).toHaveLength(1);
  });

  it('keeps the key of a retry whose answer was lost', async () => {
    const { refundId } = await failedRefund();
    const act = actOn(refundId);
    await saga.simulate('/faults', { kind: 'reset_before', match: REFUNDS, times: null });
    for (let delivery = 0; delivery < 3; delivery++)
      await expect(saga.retryRefund(act)).rejects.toMatchObject({ type: 'stripe_unanswered' });
    await saga.clearFaults();
    await saga.retryRefund(act);
    const effect = await saga.db.stripeEffect.findUniqueOrThrow({
      where: { effect: `refund:${refundId}` },
    });
    expect(effect).toMatchObject({ generation: 2, savedError: null });
    expect(refundsAtStripe(refundId)).toHaveLength(1);
  });

  it('may fail again, with events of its own, and be tried a third time', async () => {
    const { bookingId, refundId } = await failedRefund();
    await refuse();
    expect(await saga.retryRefund(actOn(refundId))).toMatchObject({ status: 'failed', attempt: 2 });
    expect((await bookOf(saga.db, bookingId)).flags).toMatchObject([{ kind: 'refund_failed' }]);
    expect(await saga.retryRefund(actOn(refundId))).toMatchObject({ status: 'succeeded' });
    expect((await bookOf(saga.db, bookingId)).types.slice(-5)).toEqual([
      'payment.refund_failed',
      'booking.refund_failed',
      'payment.refund_failed',
      'payment.refunded',
      'booking.refunded',
    ]);
  });

  it('marks it paid by hand: Stripe is not asked, and what it says later is ignored', async () => {
    const { bookingId, refundId } = await failedRefund();
    const act = actOn(refundId);
    await fiveTimes(() => saga.markRefunded(act));
    expect(await saga.markRefunded(act)).toMatchObject({ status: 'succeeded', attempt: 2 });
    expect(await saga.settleRefund(refundId)).toMatchObject({ status: 'succeeded' });
    const { booking, transitions, flags } = await bookOf(saga.db, bookingId);
    expect(booking.status).toBe('REFUNDED');
    expect(transitions.at(-2)!.payload).toMatchObject({ manual: true, fullyRefunded: true });
    expect(flags).toEqual([]);
    expect(refundsAtStripe(refundId)).toEqual([]);
    expect(await actsOn(refundId)).toMatchObject([{ act: 'markRefundedManually' }]);
  });

  it('lets one of two acts win that come at once', async () => {
    const { bookingId, refundId } = await failedRefund();
    const outcomes = await Promise.allSettled([
      saga.retryRefund(actOn(refundId)),
      saga.markRefunded(actOn(refundId)),
    ]);
    const lost = outcomes.filter(({ status }) => status === 'rejected');
    expect(lost).toMatchObject([{ reason: { type: 'refund_not_failed', nonRetryable: true } }]);
    expect(await actsOn(refundId)).toHaveLength(1);
    expect((await bookOf(saga.db, bookingId)).booking.status).toBe('REFUNDED');
  });

  it('is refused where nothing failed, and where nothing is', async () => {
    const { paymentId } = await customer.confirmed();
    const refund = await saga.refunded(refundOf(paymentId, 'key:fine', 1_000));
    for (const act of [saga.retryRefund, saga.markRefunded]) {
      await expect(act(actOn(refund.refundId))).rejects.toMatchObject({ nonRetryable: true });
      await expect(act(actOn('rfd_nobody'))).rejects.toMatchObject({ type: 'refund_not_found' });
    }
    expect(await actsOn(refund.refundId)).toEqual([]);
  });

  describe('whose money went back otherwise', () => {
    const madeAtStripe = (order: object) => saga.simulate<{ id: string }>('/refunds', order);
    const exceeds = { type: 'refund_exceeds_balance', nonRetryable: true };

    it('cannot be tried again, and says what to do instead', async () => {
      const { paymentId, chargeId } = await customer.confirmed();
      await refuse();
      const { refundId } = await saga.refunded(refundOf(paymentId, 'key:mine'));
      const made = await madeAtStripe({ charge: chargeId });
      await saga.openRefund(refundOf(paymentId, `stripe:${made.id}`));
      await expect(saga.retryRefund(actOn(refundId))).rejects.toMatchObject({
        ...exceeds,
        message: expect.stringContaining('Send markRefundedManually to close it') as string,
      });
      expect(await actsOn(refundId)).toEqual([]);
      await saga.markRefunded(actOn(refundId));
    });

    it('is closed by a mark: on record, no longer flagged, nothing told and nothing counted', async () => {
      const { bookingId, paymentId, chargeId } = await customer.confirmed();
      await refuse();
      const { refundId } = await saga.refunded(refundOf(paymentId, 'key:mine', 8_000));
      const made = await madeAtStripe({ charge: chargeId, amount: 7_000 });
      await saga.openRefund(refundOf(paymentId, `stripe:${made.id}`));
      const before = await bookOf(saga.db, bookingId);
      const act = actOn(refundId);
      await fiveTimes(() => saga.markRefunded(act));
      const after = await bookOf(saga.db, bookingId);
      expect(after.types).toEqual(before.types);
      expect(after.charges).toEqual(before.charges);
      expect(after.flags).toEqual([]);
      expect(after.refunds).toMatchObject([{ status: 'failed', manual: true, attempt: 1 }, {}]);
      expect(await actsOn(refundId)).toMatchObject([{ act: 'markRefundedManually' }]);
      for (const again of [saga.retryRefund, saga.markRefunded])
        await expect(again(actOn(refundId))).rejects.toMatchObject({ type: 'refund_not_failed' });
      expect(await saga.settleRefund(refundId)).toMatchObject({ status: 'failed', manual: true });
    });

    it('stays a person’s task while the booking still owes a part', async () => {
      const { bookingId, refundId, chargeId } = await failedRefund();
      const { paymentId } = await saga.db.payment.findUniqueOrThrow({ where: { bookingId } });
      const made = await madeAtStripe({ charge: chargeId, amount: 5_000 });
      await saga.openRefund(refundOf(paymentId, `stripe:${made.id}`));
      await expect(saga.markRefunded(actOn(refundId))).rejects.toMatchObject(exceeds);
      expect((await bookOf(saga.db, bookingId)).flags).toHaveLength(1);
      await saga.openRefund(refundOf(paymentId, 'operator:the-rest'));
      expect(await saga.markRefunded(actOn(refundId))).toMatchObject({
        ...{ status: 'failed', manual: true, accepted: false, bookingStatus: 'REFUNDED' },
      });
      expect((await bookOf(saga.db, bookingId)).flags).toEqual([]);
    });

    it('never came back when Stripe made it: it is not tried here, but can be paid by hand', async () => {
      const { bookingId, paymentId, chargeId } = await customer.confirmed();
      const made = await madeAtStripe({ charge: chargeId, amount: 1_000 });
      const { refundId } = await saga.refunded(refundOf(paymentId, `stripe:${made.id}`));
      await saga.simulate(`/refunds/${made.id}/settle`, { outcome: 'failed' });
      expect(await saga.settleRefund(refundId)).toMatchObject({ status: 'failed', external: true });
      await expect(saga.retryRefund(actOn(refundId))).rejects.toMatchObject({
        ...{ type: 'refund_not_retryable', nonRetryable: true },
      });
      await saga.markRefunded(actOn(refundId));
      const { charges, flags, transitions } = await bookOf(saga.db, bookingId);
      expect(charges).toMatchObject([
        { reservedMinor: 1_000, externalMinor: 0, refundedMinor: 1_000 },
      ]);
      expect(flags).toEqual([]);
      expect(transitions.at(-1)!.payload).toMatchObject({ refundedTotalMinor: 1_000 });
      expect(await saga.openRefund(refundOf(paymentId, 'key:too-much', 12_000))).toEqual({
        refused: 'refund_exceeds_balance',
      });
    });
  });
});
