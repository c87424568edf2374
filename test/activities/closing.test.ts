import { paymentIdOf } from '../../src/domain/ids';
import type { Closing } from '../../src/domain/decisions/closing';
import { customerOf, type Customer } from './customer';
import { bookingRequest, bookOf, fiveTimes, insist, startOf, useSaga, type Saga } from './saga';

describe('closing a payment', () => {
  let saga: Saga;
  let customer: Customer;
  useSaga((started) => {
    saga = started;
    customer = customerOf(saga);
  });

  const UNPAID = ['booking.pending_payment', 'payment.initiated'];
  const PAID = [...UNPAID, 'payment.completed', 'booking.confirmed'];
  const EXPIRED: Closing = { how: 'expired' };
  const CREATE = { method: 'POST', path: '/v1/payment_intents' };
  const CANCEL = { method: 'POST', path: '/v1/payment_intents/*/cancel' };
  const statusAtStripe = (intentId: string) =>
    saga.ledger().intents.find(({ id }) => id === intentId)?.status;
  const intentsOf = (bookingId: string) =>
    saga.ledger().intents.filter(({ metadata }) => metadata['bookingId'] === bookingId);

  it.each([
    [EXPIRED, ['payment.expired', 'booking.expired'], 'EXPIRED'],
    [
      { how: 'cancelled', cancelledBy: 'customer', reason: 'changed my mind' } as const,
      ['payment.cancelled', 'booking.cancelled'],
      'CANCELLED',
    ],
  ])('C13: cancels at Stripe, then ends the booking: %j', async (closing, ending, status) => {
    const { bookingId, intentId } = await customer.opened();
    await fiveTimes(() => saga.closePayment(bookingId, closing));
    expect(await saga.closePayment(bookingId, EXPIRED)).toMatchObject({ status });
    expect((await bookOf(saga.db, bookingId)).types).toEqual([...UNPAID, ...ending]);
    expect(statusAtStripe(intentId)).toBe('canceled');
  });

  it('keeps one audit row of an operator’s cancel, with the reason', async () => {
    const { bookingId } = await customer.opened();
    const closing = {
      how: 'cancelled',
      cancelledBy: 'operator',
      reason: 'double booking',
    } as const;
    await fiveTimes(() => saga.closePayment(bookingId, closing));
    const acts = await saga.db.operatorAct.findMany({ where: { bookingId } });
    expect(acts).toMatchObject([{ act: 'cancelBooking', reason: 'double booking' }]);
    expect((await bookOf(saga.db, bookingId)).payment.stripeStatus).toBe('canceled');
  });

  it('leaves no audit row of a cancel that lost against the money', async () => {
    const { bookingId, intentId } = await customer.opened();
    await customer.pay(intentId);
    const closing = { how: 'cancelled', cancelledBy: 'operator', reason: 'too late' } as const;
    await saga.closePayment(bookingId, closing);
    expect(await saga.db.operatorAct.count({ where: { bookingId } })).toBe(0);
  });

  it('H9, H29: confirms money that came just before, and Stripe is not asked to cancel', async () => {
    const { bookingId, intentId } = await customer.opened();
    await customer.pay(intentId);
    await fiveTimes(() => saga.closePayment(bookingId, EXPIRED));
    expect((await bookOf(saga.db, bookingId)).types).toEqual(PAID);
  });

  it('confirms money that comes between its reading and its cancelling', async () => {
    const { bookingId, intentId } = await customer.opened();
    const { retrieve } = saga.deps.intents;
    let reads = 0;
    const racing = saga.acts({
      intents: {
        ...saga.deps.intents,
        async retrieve(id) {
          const intent = await retrieve(id);
          if (++reads === 1) await customer.pay(intentId);
          return intent;
        },
      },
    });
    expect(await racing.closePayment(bookingId, EXPIRED)).toMatchObject({ status: 'CONFIRMED' });
    expect((await bookOf(saga.db, bookingId)).types).toEqual(PAID);
  });

  it('has one winner when customer and deadline come together, and the money follows it', async () => {
    for (let round = 0; round < 5; round++) {
      const { bookingId, intentId } = await customer.opened();
      const [paid] = await Promise.allSettled([
        customer.pay(intentId),
        insist(() => saga.closePayment(bookingId, EXPIRED)),
      ]);
      const { booking } = await bookOf(saga.db, bookingId);
      expect(booking.status).toBe(paid.status === 'fulfilled' ? 'CONFIRMED' : 'EXPIRED');
    }
  });

  it('H10: keeps the booking while Stripe refuses to cancel and nothing has moved', async () => {
    const { bookingId } = await customer.opened();
    const error = {
      ...{ type: 'invalid_request_error', message: 'You cannot cancel this PaymentIntent' },
      code: 'payment_intent_unexpected_state',
    };
    await saga.simulate('/faults', { kind: 'fail_before', match: CANCEL, status: 400, error });
    await expect(saga.closePayment(bookingId, EXPIRED)).rejects.toMatchObject({
      ...{ type: 'stripe_refused', nonRetryable: false },
    });
    expect((await bookOf(saga.db, bookingId)).booking.status).toBe('PENDING_PAYMENT');
    expect(await saga.closePayment(bookingId, EXPIRED)).toMatchObject({ status: 'EXPIRED' });
  });

  it('H3: finds a PaymentIntent whose creation was never answered, and cancels it', async () => {
    const start = startOf(bookingRequest());
    const { bookingId } = start.request;
    await saga.simulate('/faults', { kind: 'lose_response', match: CREATE, times: null });
    await expect(saga.openPayment(start)).rejects.toBeDefined();
    await expect(saga.closePayment(bookingId, EXPIRED)).rejects.toBeDefined();
    await saga.clearFaults();
    expect(await saga.closePayment(bookingId, EXPIRED)).toMatchObject({ status: 'EXPIRED' });
    expect(intentsOf(bookingId)).toMatchObject([{ status: 'canceled' }]);
    expect((await bookOf(saga.db, bookingId)).types).toEqual([
      ...UNPAID,
      'payment.expired',
      'booking.expired',
    ]);
  });

  it('makes no PaymentIntent when Stripe was never asked for one', async () => {
    const start = startOf(bookingRequest());
    const { bookingId } = start.request;
    await saga.ownerIs(bookingId, { down: true });
    await expect(saga.openPayment(start)).rejects.toBeDefined();
    await fiveTimes(() => saga.closePayment(bookingId, EXPIRED));
    expect(intentsOf(bookingId)).toEqual([]);
    expect((await bookOf(saga.db, bookingId)).types).toEqual([
      'booking.pending_payment',
      'payment.expired',
      'booking.expired',
    ]);
  });

  it('ends the booking when Stripe comes back only to refuse its PaymentIntent', async () => {
    const start = startOf(bookingRequest({ amount: 49 })); // less than Stripe charges
    const { bookingId } = start.request;
    await saga.simulate('/faults', { kind: 'reset_before', match: CREATE, times: null });
    await expect(saga.openPayment(start)).rejects.toBeDefined();
    await saga.clearFaults();
    expect(await insist(() => saga.closePayment(bookingId, EXPIRED))).toMatchObject({
      status: 'EXPIRED',
    });
    expect(intentsOf(bookingId)).toEqual([]);
  });

  it('leaves no PaymentIntent to an opening that wakes up after it', async () => {
    const start = startOf(bookingRequest());
    const { bookingId } = start.request;
    const { owner } = saga.deps;
    const asleep = saga.acts({
      owner: {
        ...owner,
        async hold(request) {
          const answer = await owner.hold(request);
          await saga.closePayment(bookingId, EXPIRED);
          return answer;
        },
      },
    });
    await asleep.openPayment(start).catch(() => undefined);
    expect(intentsOf(bookingId)).toEqual([]);
    const { types, payment } = await bookOf(saga.db, bookingId);
    expect(types).toEqual(['booking.pending_payment', 'payment.expired', 'booking.expired']);
    expect(payment.stripePaymentIntentId).toBeNull();
  });

  it('does nothing to a booking that is confirmed, or refused at the start', async () => {
    const { bookingId } = await customer.confirmed();
    await saga.closePayment(bookingId, EXPIRED);
    expect((await bookOf(saga.db, bookingId)).types).toEqual(PAID);

    const refused = bookingRequest();
    await saga.ownerIs(refused.bookingId, { refuseHold: true });
    await saga.openPayment(startOf(refused));
    expect(await saga.closePayment(refused.bookingId, EXPIRED)).toMatchObject({
      ...{ status: 'CANCELLED', paymentId: paymentIdOf(refused.bookingId) },
    });
  });

  it('tells how many attempts were declined', async () => {
    const { bookingId, intentId } = await customer.opened();
    await customer.declined(intentId);
    await customer.hear(intentId, 'payment_intent.payment_failed');
    await saga.settlePayment(bookingId);
    await saga.closePayment(bookingId, EXPIRED);
    const { transitions } = await bookOf(saga.db, bookingId);
    expect(transitions.at(-2)!.payload).toMatchObject({ attempts: 1 });
  });
});
