import { refundIdOf } from '../../src/domain/ids';
import type { RefundRequest } from '../../src/domain/refund';
import { customerOf, refundOf, type Customer } from './customer';
import { gaveBack, sum } from './ledger';
import { bookOf, fiveTimes, insist, useSaga, type Saga } from './saga';

describe('refunding', () => {
  let saga: Saga;
  let customer: Customer;
  useSaga((started) => {
    saga = started;
    customer = customerOf(saga);
  });

  const CONFIRMED = [
    'booking.pending_payment',
    'payment.initiated',
    'payment.completed',
    'booking.confirmed',
  ];
  const refundsAtStripe = (chargeId: string) =>
    saga.ledger().refunds.filter(({ charge }) => charge === chargeId);
  const refundCalls = () =>
    saga
      .ledger()
      .executed.filter(({ path, method }) => method === 'POST' && path === '/v1/refunds');

  it('C2: gives back a part, then the rest, each told once however often it runs', async () => {
    const { bookingId, paymentId, chargeId } = await customer.confirmed();
    await fiveTimes(() => saga.openRefund(refundOf(paymentId, 'key:a', 5_000)));
    expect((await bookOf(saga.db, bookingId)).booking.status).toBe('PARTIALLY_REFUNDED');
    await fiveTimes(() => saga.openRefund(refundOf(paymentId, 'key:b')));
    await fiveTimes(() => saga.settleRefund(refundIdOf(paymentId, 'key:b')));
    const { types, transitions, booking, payment, refunds } = await bookOf(saga.db, bookingId);
    expect(types).toEqual([
      ...CONFIRMED,
      'payment.refund_initiated',
      'payment.refunded',
      'booking.partially_refunded',
      'payment.refund_initiated',
      'payment.refunded',
      'booking.refunded',
    ]);
    expect(booking.status).toBe('REFUNDED');
    expect(payment.status).toBe('refunded');
    expect(refunds.map(({ amountMinor }) => amountMinor)).toEqual([5_000, 7_990]);
    expect(transitions[8]!.payload).toMatchObject({
      ...{ refundAmountMinor: 7_990, refundedTotalMinor: 12_990, fullyRefunded: true },
      ...{ reason: 'seat changed', stripeRefundId: refunds[1]!.stripeRefundId },
    });
    expect(refundsAtStripe(chargeId)).toMatchObject([
      { metadata: { refundId: refundIdOf(paymentId, 'key:a'), paymentId, reason: 'seat changed' } },
      { metadata: { refundId: refundIdOf(paymentId, 'key:b') } },
    ]);
  });

  it('H6: makes one refund of a command that comes five times, and two of two for €10 each', async () => {
    const { bookingId, paymentId, chargeId } = await customer.confirmed();
    for (const command of ['command:x', 'command:y'])
      await fiveTimes(() => saga.openRefund(refundOf(paymentId, command, 1_000)));
    expect(refundsAtStripe(chargeId).map(({ amount }) => amount)).toEqual([1_000, 1_000]);
    expect((await bookOf(saga.db, bookingId)).charges).toMatchObject([{ refundedMinor: 2_000 }]);
  });

  it('H1: of 2 to 20 at once, one too many is refused, and Stripe never hears of it', async () => {
    for (const rivals of [2, 3, 7, 20]) {
      const { paymentId, chargeId } = await customer.confirmed();
      const before = refundCalls().length;
      const part = Math.ceil((12_990 + 1) / rivals); // all but one fit
      const orders = Array.from({ length: rivals }, (_, n) =>
        refundOf(paymentId, `key:${n}`, part),
      );
      const answers = await Promise.all(
        orders.map((order) => insist(() => saga.openRefund(order))),
      );
      expect(answers.filter(({ refused }) => refused)).toEqual([
        { refused: 'refund_exceeds_balance' },
      ]);
      expect(refundCalls()).toHaveLength(before + rivals - 1);
      expect(sum(refundsAtStripe(chargeId).map(({ amount }) => amount))).toBe(part * (rivals - 1));
    }
  });

  it.each([
    ['jpy', 10_000, 1_300],
    ['eur', 12_990, 1_299],
    ['kwd', 12_990, 1_290],
  ])('H1: of 20 at once accepts what the charge bears, in %s', async (currency, amount, part) => {
    const { bookingId, paymentId, chargeId } = await customer.confirmed({ currency, amount });
    const before = refundCalls().length;
    const orders = Array.from({ length: 20 }, (_, n) => refundOf(paymentId, `key:${n}`, part));
    const answers = await Promise.all(orders.map((order) => insist(() => saga.openRefund(order))));
    const refused = answers.filter((answer) => answer.refused === 'refund_exceeds_balance');
    const wins = Math.floor(amount / part);
    expect(refused).toHaveLength(20 - wins);
    expect(refundCalls()).toHaveLength(before + wins); // the losers never reached Stripe
    expect(sum(refundsAtStripe(chargeId).map((refund) => refund.amount))).toBe(wins * part);
    const { charges, refunds } = await bookOf(saga.db, bookingId);
    expect(refunds).toHaveLength(wins);
    expect(charges).toMatchObject([{ reservedMinor: wins * part, refundedMinor: wins * part }]);
  });

  it('refuses what cannot be given back, and leaves no row', async () => {
    const { bookingId, paymentId } = await customer.confirmed();
    const asked: [number | undefined, string][] = [
      [12_991, 'refund_exceeds_balance'],
      [0, 'amount_invalid_for_currency'],
      [-5, 'amount_invalid_for_currency'],
      [0.5, 'amount_invalid_for_currency'],
      [Number.NaN, 'amount_invalid_for_currency'],
    ];
    for (const [amount, refused] of asked)
      expect(await saga.openRefund(refundOf(paymentId, 'key:no', amount))).toEqual({ refused });
    expect(await saga.openRefund(refundOf('pay_nobody', 'key:no'))).toEqual({
      refused: 'payment_not_found',
    });
    expect((await bookOf(saga.db, bookingId)).types).toEqual(CONFIRMED);

    const unpaid = await customer.opened();
    const notYet = { refused: 'payment_not_refundable' };
    expect(await saga.openRefund(refundOf(unpaid.paymentId, 'key:no'))).toEqual(notYet);
    await saga.closePayment(unpaid.bookingId, { how: 'expired' });
    expect(await saga.openRefund(refundOf(unpaid.paymentId, 'key:no'))).toEqual(notYet);

    await saga.openRefund(refundOf(paymentId, 'key:all'));
    expect(await saga.openRefund(refundOf(paymentId, 'key:more'))).toEqual({
      refused: 'refund_exceeds_balance',
    });
  });

  it('answers a person who starts the workflow with too little', async () => {
    const { paymentId } = await customer.confirmed();
    for (const request of [undefined, {}, { paymentId: 7 }])
      expect(await saga.openRefund({ request: request as never, workflowId: 'w' })).toEqual({
        refused: 'payment_not_found',
      });
    const silent = { request: { paymentId } as never, workflowId: `silent-${paymentId}` };
    expect(await saga.openRefund(silent)).toEqual({ refused: 'reason_required' });
    const request = { paymentId, reason: 'seat \0changed' };
    const terse = { request, workflowId: `by-hand-${paymentId}` };
    const refund = await saga.refunded(terse);
    expect(refund).toMatchObject({ amountMinor: 12_990, status: 'succeeded' });
    expect(await saga.openRefund(terse)).toEqual({ refund });
    const { refundId } = refund;
    expect(await saga.db.refund.findUnique({ where: { refundId } })).toMatchObject({
      ...{ reason: 'seat changed', requestedBy: 'operator' },
    });
  });

  it('keeps a KWD refund to what Stripe can pay', async () => {
    const { paymentId } = await customer.confirmed({ currency: 'kwd', amount: 10_000 });
    expect(await saga.openRefund(refundOf(paymentId, 'key:odd', 1_001))).toEqual({
      refused: 'amount_invalid_for_currency',
    });
  });

  it('C12: holds the amount while a refund is pending, and tells of it when it settles', async () => {
    const { bookingId, paymentId } = await customer.confirmed({}, 'pm_card_pendingRefund');
    const refund = await saga.refunded(refundOf(paymentId, 'key:slow', 12_000));
    expect(refund).toMatchObject({ status: 'pending', bookingStatus: 'CONFIRMED' });
    expect(await saga.openRefund(refundOf(paymentId, 'key:more', 991))).toEqual({
      refused: 'refund_exceeds_balance',
    });
    expect((await bookOf(saga.db, bookingId)).types).toEqual([
      ...CONFIRMED,
      'payment.refund_initiated',
    ]);
    const { refundId } = refund;
    expect(await saga.settleRefund(refundId)).toMatchObject({ status: 'pending' });
    await settleAtStripe(refundId, 'succeeded');
    await fiveTimes(() => saga.settleRefund(refundId));
    expect((await bookOf(saga.db, bookingId)).booking.status).toBe('PARTIALLY_REFUNDED');
  });

  it('frees the amount when a pending refund fails, and flags it', async () => {
    const { bookingId, paymentId } = await customer.confirmed({}, 'pm_card_pendingRefund');
    const refund = await saga.refunded(refundOf(paymentId, 'key:bad'));
    await settleAtStripe(refund.refundId, 'failed');
    await fiveTimes(() => saga.settleRefund(refund.refundId));
    const { types, transitions, booking, charges, flags } = await bookOf(saga.db, bookingId);
    expect(types).toEqual([...CONFIRMED, 'payment.refund_initiated', 'payment.refund_failed']);
    expect(transitions.at(-1)!.payload).toMatchObject({ errorCode: 'expired_or_canceled_card' });
    expect(booking.status).toBe('CONFIRMED'); // goodwill: flagged, nothing else
    expect(charges).toMatchObject([{ reservedMinor: 0, refundedMinor: 0 }]);
    expect(flags).toMatchObject([{ kind: 'refund_failed', subject: refund.refundId }]);
  });

  it.each([
    { identity: 7 },
    { resume: {} },
    { amount: '5000' },
    { identity: 'stripe:re_nope' },
    { identity: 'stray:ch_nope' },
  ])('refuses what a person cannot have meant, and does not loop: %j', async (given) => {
    const { paymentId } = await customer.confirmed();
    const request = { paymentId, reason: 'by hand', ...given } as RefundRequest;
    const opened = await saga.openRefund({ request, workflowId: 'by-hand' });
    expect(opened).toMatchObject({ refused: expect.stringMatching(/^payment_not_/) as string });
  });

  it('keeps an audit row of a refund that a person starts', async () => {
    const { bookingId, paymentId } = await customer.confirmed();
    const request = { paymentId, amount: 100, reason: 'kindness' };
    await fiveTimes(() => saga.openRefund({ request, workflowId: 'Refund for Mr. Lee' }));
    const acts = await saga.db.operatorAct.findMany({ where: { bookingId } });
    expect(acts).toMatchObject([{ act: 'refundPayment', reason: 'kindness' }]);
  });

  it('does not believe a replayed answer: the refund may have failed since', async () => {
    const { bookingId, paymentId } = await customer.confirmed();
    await saga.simulate('/faults', {
      kind: 'lose_response',
      match: { method: 'POST', path: '/v1/refunds' },
      times: 2, // the SDK itself asks once more after a broken connection
    });
    const order = refundOf(paymentId, 'key:replayed', 5_000);
    await expect(saga.openRefund(order)).rejects.toThrow();
    const { refunds } = saga.ledger();
    const { id } = refunds.find(({ metadata }) => metadata['paymentId'] === paymentId)!;
    await saga.simulate(`/refunds/${id}/settle`, { outcome: 'failed' });
    await saga.openRefund(order);
    expect((await bookOf(saga.db, bookingId)).refunds).toMatchObject([{ status: 'failed' }]);
  });

  it('takes a success back when the refund fails days later', async () => {
    const { bookingId, paymentId } = await customer.confirmed();
    const refund = await saga.refunded(refundOf(paymentId, 'key:late', 5_000));
    await settleAtStripe(refund.refundId, 'failed');
    await fiveTimes(() => saga.openRefund({ ...resumed(refund), workflowId: 'again' }));
    const { types, payment, charges, flags } = await bookOf(saga.db, bookingId);
    expect(types).toEqual([
      ...CONFIRMED,
      'payment.refund_initiated',
      'payment.refunded',
      'booking.partially_refunded',
      'payment.refund_failed',
    ]);
    expect(payment.status).toBe('completed');
    expect(charges).toMatchObject([{ reservedMinor: 0, refundedMinor: 0 }]);
    expect(flags).toMatchObject([{ kind: 'refund_failed' }]);
  });

  it('is refused by Stripe when the dashboard was first: flagged, the sum freed', async () => {
    const { bookingId, paymentId, chargeId } = await customer.confirmed();
    const made = await saga.simulate<{ id: string }>('/refunds', { charge: chargeId });
    const opened = await saga.openRefund(refundOf(paymentId, 'key:second'));
    expect(opened).toMatchObject({
      refund: { status: 'failed', errorCode: 'charge_already_refunded' },
    });
    expect((await bookOf(saga.db, bookingId)).charges).toMatchObject([{ reservedMinor: 0 }]);
    await saga.openRefund(refundOf(paymentId, `stripe:${made.id}`));
    expect((await bookOf(saga.db, bookingId)).booking.status).toBe('REFUNDED');
  });

  it('ends REFUND_FAILED when the saga’s own refund is refused', async () => {
    const { bookingId, intentId, paymentId } = await customer.opened();
    await saga.ownerIs(bookingId, { refuseConfirm: true });
    await customer.pay(intentId);
    const { compensation } = await saga.settlePayment(bookingId);
    const match = { method: 'POST', path: '/v1/refunds' };
    const error = {
      type: 'invalid_request_error',
      message: 'No money',
      code: 'balance_insufficient',
    };
    await saga.simulate('/faults', { kind: 'fail_before', match, status: 400, error });
    const order = { request: compensation!.request, workflowId: 'w' };
    expect(await saga.openRefund(order)).toMatchObject({
      refund: { status: 'failed', bookingStatus: 'REFUND_FAILED' },
    });
    expect(await saga.openRefund(order)).toMatchObject({ refund: { status: 'failed' } });
    expect((await bookOf(saga.db, bookingId)).types.slice(-2)).toEqual([
      'payment.refund_failed',
      'booking.refund_failed',
    ]);
    expect(paymentId).toBe(compensation!.request.paymentId);
  });

  it('shares what is left between a caller and the saga', async () => {
    const { bookingId, intentId, paymentId } = await customer.opened();
    await saga.ownerIs(bookingId, { refuseConfirm: true });
    await customer.pay(intentId);
    const { compensation } = await saga.settlePayment(bookingId);
    await saga.openRefund(refundOf(paymentId, 'key:caller', 3_000));
    await saga.openRefund({ request: compensation!.request, workflowId: 'w' });
    const { booking, refunds } = await bookOf(saga.db, bookingId);
    expect(booking.status).toBe('REFUNDED');
    expect(refunds.map(({ amountMinor }) => amountMinor).sort()).toEqual([3_000, 9_990]);
  });

  it('C11: sends free text as metadata and one of Stripe’s own words as the reason', async () => {
    const { paymentId, chargeId } = await customer.confirmed();
    const order = refundOf(paymentId, 'key:words', 100);
    const long = { ...order, request: { ...order.request, reason: 'y'.repeat(700) } };
    await saga.openRefund(long);
    const [refund] = refundsAtStripe(chargeId).filter(gaveBack);
    expect(refund).toMatchObject({ reason: 'requested_by_customer' });
    expect(refund!.metadata['reason']).toHaveLength(500);
  });

  it('ignores what Stripe said of an attempt that is over', async () => {
    const { bookingId, paymentId } = await customer.confirmed({}, 'pm_card_pendingRefund');
    const refund = await saga.refunded(refundOf(paymentId, 'key:stale'));
    const { refundId } = refund;
    await settleAtStripe(refundId, 'failed');
    let retried = false;
    const slow = saga.acts({
      refunds: {
        ...saga.deps.refunds,
        async retrieve(id) {
          const made = await saga.deps.refunds.retrieve(id);
          if (!retried) {
            retried = true;
            await saga.settleRefund(refundId);
            const act = { id: 'act-stale', refundId, reason: 'again', actor: 'op' };
            await saga.retryRefund(act);
          }
          return made;
        },
      },
    });
    await slow.settleRefund(refundId); // hears of the first attempt's end during the second
    const { refunds } = await bookOf(saga.db, bookingId);
    expect(refunds).toMatchObject([{ attempt: 2, status: 'pending' }]);
    await settleAtStripe(refundId, 'succeeded');
    await saga.settleRefund(refundId);
    expect((await bookOf(saga.db, bookingId)).booking.status).toBe('REFUNDED');
  });

  async function settleAtStripe(refundId: string, outcome: string) {
    const { stripeRefundId } = await saga.db.refund.findUniqueOrThrow({ where: { refundId } });
    await saga.simulate(`/refunds/${stripeRefundId}/settle`, { outcome });
  }

  function resumed({ paymentId, refundId }: { paymentId: string; refundId: string }) {
    return { request: { paymentId, reason: 'seat changed', resume: refundId } };
  }
});
