import { createBookingOwner } from '../../src/booking-owner/client';
import { paymentIdOf } from '../../src/domain/ids';
import { customerOf } from './customer';
import { bookingRequest, bookOf, fiveTimes, insist, startOf, useSaga, type Saga } from './saga';

describe('opening a payment', () => {
  let saga: Saga;
  useSaga((started) => void (saga = started));

  const OPENED = ['booking.pending_payment', 'payment.initiated'];
  const CANCELLED = ['booking.pending_payment', 'payment.cancelled', 'booking.cancelled'];
  const FAILED = ['booking.pending_payment', 'payment.failed', 'booking.cancelled'];

  const holdsOf = async (bookingId: string) => {
    const response = await fetch(`${saga.ownerUrl}/_control/state`);
    const { calls } = (await response.json()) as { calls: { action: string; bookingId: string }[] };
    return calls.filter((call) => call.action === 'hold' && call.bookingId === bookingId).length;
  };

  it('makes the rows, the hold, one PaymentIntent and two events', async () => {
    const request = bookingRequest({ bookingReference: 'TRIP-1', metadata: { cartId: 'c-5' } });
    const answer = await saga.openPayment(startOf(request));
    const { bookingId } = request;
    const paymentId = paymentIdOf(bookingId);
    const { booking, payment, types, flags } = await bookOf(saga.db, bookingId);
    expect(answer).toMatchObject({
      booking: { bookingId, paymentId, status: 'PENDING_PAYMENT', needsAttention: false },
      confirmWindowMs: 7_200_000,
    });
    expect(JSON.stringify(answer)).not.toContain('secret');
    expect(booking).toMatchObject({ ...{ sequence: 2 }, metadata: { cartId: 'c-5' } });
    expect(payment).toMatchObject({ status: 'awaiting_payment', paymentId });
    expect(types).toEqual(OPENED);
    expect(flags).toEqual([]);
    expect(await saga.placeOf(bookingId)).toBe('held');
    expect(saga.offered).toContain(bookingId);
    const [intent] = saga.ledger().intents.filter(({ id }) => id === payment.stripePaymentIntentId);
    expect(intent).toMatchObject({
      ...{ amount: 12_990, currency: 'eur', key: `payment-intent:${paymentId}:1` },
      metadata: { bookingId, paymentId, userId: 'usr-1', bookingReference: 'TRIP-1' },
    });
  });

  it('changes nothing when it runs twice', async () => {
    const start = startOf(bookingRequest());
    const first = await saga.openPayment(start);
    expect(await saga.openPayment(start)).toEqual(first);
    expect((await bookOf(saga.db, start.request.bookingId)).types).toEqual(OPENED);
    expect(await holdsOf(start.request.bookingId)).toBe(1);
  });

  it('makes one of everything when five run at once', async () => {
    const start = startOf(bookingRequest());
    const answers = await fiveTimes(() => saga.openPayment(start));
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect((await bookOf(saga.db, start.request.bookingId)).types).toEqual(OPENED);
    expect(await saga.placeOf(start.request.bookingId)).toBe('held');
  });

  it('refuses what is no booking, and leaves no row', async () => {
    const refusals = [
      [bookingRequest({ amount: 0.5 }), 'validation_failed'],
      [undefined, 'validation_failed'],
      [bookingRequest({ bookingReference: 'TRIP\0' }), 'validation_failed'],
      [bookingRequest({ metadata: { note: '\ud800' } }), 'validation_failed'],
      [bookingRequest({ currency: 'ugx' }), 'currency_unsupported'],
      [bookingRequest({ currency: 'kwd', amount: 1_001 }), 'amount_invalid_for_currency'],
      [bookingRequest({ bindings: ['orders'] }), 'binding_cannot_carry'],
    ] as const;
    const before = await saga.db.booking.count();
    for (const [request, code] of refusals) {
      const answer = await saga.openPayment({ ...startOf(bookingRequest()), request: request! });
      expect(answer).toMatchObject({ refused: { code } });
    }
    expect(await saga.db.booking.count()).toBe(before);
  });

  it('refuses a bookingId that is taken by another purchase or another workflow', async () => {
    const start = startOf(bookingRequest());
    await saga.openPayment(start);
    const dearer = { ...start, request: { ...start.request, amount: 13_000 } };
    const taken = { refused: { code: 'booking_exists' } };
    expect(await saga.openPayment(dearer)).toMatchObject(taken);
    expect(await saga.openPayment({ ...start, workflowId: 'another' })).toMatchObject(taken);
    expect((await bookOf(saga.db, start.request.bookingId)).types).toEqual(OPENED);
  });

  it('leaves the booking to its deadline when that has passed already', async () => {
    const request = bookingRequest();
    const { bookingId } = request;
    await saga.openPayment(startOf(request, Date.now() - 16 * 60_000));
    expect((await bookOf(saga.db, bookingId)).types).toEqual(['booking.pending_payment']);
    await saga.closePayment(bookingId, { how: 'expired' });
    expect(saga.ledger().intents.map(({ metadata }) => metadata['bookingId'])).not.toContain(
      bookingId,
    );
  });

  describe('with Stripe', () => {
    it('refusing: payment.failed and booking.cancelled, whatever the refusal', async () => {
      for (const [status, type] of [
        [400, 'invalid_request_error'],
        [402, 'card_error'],
        [404, 'invalid_request_error'],
      ] as const) {
        const error = { type, message: 'Amount is not for you', code: 'amount_too_large' };
        const match = { method: 'POST', path: '/v1/payment_intents' };
        await saga.simulate('/faults', { kind: 'fail_before', match, status, error });
        const request = bookingRequest();
        const answer = await saga.openPayment(startOf(request));
        expect(answer).toMatchObject({
          booking: { status: 'CANCELLED', paymentStatus: 'failed', reason: 'payment_failed' },
        });
        const { types, transitions } = await bookOf(saga.db, request.bookingId);
        expect(types).toEqual(FAILED);
        expect(transitions[1]!.payload).toMatchObject({
          ...{ attempts: 0, errorCode: 'amount_too_large' },
          errorMessage: 'Amount is not for you',
        });
      }
    });

    it('refusing by its own rules: less than its smallest charge', async () => {
      const request = bookingRequest({ amount: 49, currency: 'eur' });
      await saga.openPayment(startOf(request));
      expect((await bookOf(saga.db, request.bookingId)).types).toEqual(FAILED);
    });
  });

  describe('with the booking owner', () => {
    it('refusing the hold: unavailable, and Stripe is not asked', async () => {
      const request = bookingRequest();
      const { bookingId } = request;
      await saga.ownerIs(bookingId, { refuseHold: true });
      const answer = await saga.openPayment(startOf(request));
      expect(answer).toMatchObject({ booking: { status: 'CANCELLED', reason: 'unavailable' } });
      const { types, transitions } = await bookOf(saga.db, bookingId);
      expect(types).toEqual(CANCELLED);
      expect(transitions[1]!.payload).toMatchObject({ cancelledBy: 'owner' });
      const effect = `payment-intent:${paymentIdOf(bookingId)}`;
      expect(await saga.db.stripeEffect.count({ where: { effect } })).toBe(0);
    });

    it.each([
      ['amount', { amount: 13_990, currency: 'eur' }],
      ['currency', { amount: 12_990, currency: 'usd' }],
    ])('asking another %s: price_changed', async (_what, price) => {
      const request = bookingRequest();
      await saga.ownerIs(request.bookingId, { price });
      const answer = await saga.openPayment(startOf(request));
      expect(answer).toMatchObject({ booking: { status: 'CANCELLED', reason: 'price_changed' } });
      expect((await bookOf(saga.db, request.bookingId)).types).toEqual(CANCELLED);
    });

    it('spelling the currency in capitals: the same price', async () => {
      const request = bookingRequest();
      await saga.ownerIs(request.bookingId, { price: { amount: 12_990, currency: 'EUR' } });
      await saga.openPayment(startOf(request));
      expect((await bookOf(saga.db, request.bookingId)).types).toEqual(OPENED);
    });

    it.each([
      ['down', { down: true }],
      ['at a wrong address', { notFound: true }],
      ['slow', { slowMs: 2_000 }],
    ])('%s: tried again, and flagged only after ten minutes', async (_how, behaviour) => {
      const request = bookingRequest();
      const { bookingId } = request;
      const start = startOf(request);
      const unreachable = { type: 'owner_unreachable', nonRetryable: false };
      await saga.ownerIs(bookingId, behaviour);
      await expect(saga.openPayment(start)).rejects.toMatchObject(unreachable);
      expect((await bookOf(saga.db, bookingId)).flags).toEqual([]);

      const late = saga.acts({}, { attempt: 20, agoMs: 10 * 60_000 });
      await expect(late.openPayment(start)).rejects.toMatchObject(unreachable);
      await expect(late.openPayment(start)).rejects.toMatchObject(unreachable);
      expect((await bookOf(saga.db, bookingId)).flags).toMatchObject([
        { kind: 'owner_unreachable', subject: 'hold' },
      ]);

      await saga.ownerIs(bookingId, {});
      expect(await late.openPayment(start)).toMatchObject({
        booking: { status: 'PENDING_PAYMENT', needsAttention: false },
      });
      expect((await bookOf(saga.db, bookingId)).flags).toEqual([]);
    });

    it('taking one place of two bookings that want it at once', async () => {
      const trip = `TRIP-${Date.now()}`;
      const headers = { 'content-type': 'application/json' };
      await fetch(`${saga.ownerUrl}/_control/trips/${trip}`, {
        ...{ method: 'PUT', headers },
        body: JSON.stringify({ places: 1 }),
      });
      const requests = [1, 2].map(() => bookingRequest({ bookingReference: trip }));
      await Promise.all(
        requests.map((request) => insist(() => saga.openPayment(startOf(request)))),
      );
      const books = await Promise.all(requests.map(({ bookingId }) => bookOf(saga.db, bookingId)));
      const statuses = books.map(({ booking }) => booking.status).sort();
      expect(statuses).toEqual(['CANCELLED', 'PENDING_PAYMENT']);
    });
  });

  it('always gets a yes where no booking owner is configured', async () => {
    const request = bookingRequest();
    await saga.acts({ owner: createBookingOwner(undefined) }).openPayment(startOf(request));
    expect(await saga.placeOf(request.bookingId)).toBeUndefined();
    expect(await customerOf(saga).intentOf(request.bookingId)).toMatch(/^pi_/);
  });
});
