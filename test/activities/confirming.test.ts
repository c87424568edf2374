import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createBookingOwner } from '../../src/booking-owner/client';
import { customerOf, refundOf, type Customer } from './customer';
import { bookingRequest, bookOf, fiveTimes, startOf, useSaga, type Saga } from './saga';

const TEN_MINUTES = 10 * 60_000;

describe('confirming and releasing a booking', () => {
  let saga: Saga;
  let customer: Customer;
  useSaga((started) => {
    saga = started;
    customer = customerOf(saga);
  });

  const COMPLETED = ['booking.pending_payment', 'payment.initiated', 'payment.completed'];

  /** Paid, while the owner does not answer. */
  async function paidUnconfirmed(behaviour: object = { down: true }) {
    const booking = await customer.opened();
    await saga.ownerIs(booking.bookingId, behaviour);
    await customer.pay(booking.intentId);
    await saga.settlePayment(booking.bookingId);
    return booking;
  }

  async function giveBack(bookingId: string) {
    const { compensation } = await saga.settlePayment(bookingId);
    await saga.openRefund({ request: compensation!.request, workflowId: `refund-of-${bookingId}` });
    return bookOf(saga.db, bookingId);
  }

  it('asks again after an owner that was down, and confirms once', async () => {
    const { bookingId } = await paidUnconfirmed();
    expect((await bookOf(saga.db, bookingId)).types).toEqual(COMPLETED);
    await expect(saga.confirmBooking(bookingId)).rejects.toMatchObject({
      ...{ type: 'owner_unreachable', nonRetryable: false },
    });
    await saga.ownerIs(bookingId, {});
    await fiveTimes(() => saga.confirmBooking(bookingId));
    expect(await saga.confirmBooking(bookingId)).toMatchObject({ status: 'CONFIRMED' });
    expect((await bookOf(saga.db, bookingId)).types).toEqual([...COMPLETED, 'booking.confirmed']);
  });

  it.each([
    ['down', { down: true }],
    ['at a wrong address', { notFound: true }],
    ['slow', { slowMs: 1_500 }],
  ])('flags an owner that is %s after ten minutes, until it answers', async (_how, behaviour) => {
    const { bookingId } = await paidUnconfirmed(behaviour);
    const young = saga.acts({}, { attempt: 5, agoMs: TEN_MINUTES - 5_000 });
    await expect(young.confirmBooking(bookingId)).rejects.toBeDefined();
    expect((await bookOf(saga.db, bookingId)).flags).toEqual([]);
    const old = saga.acts({}, { attempt: 15, agoMs: TEN_MINUTES });
    await expect(old.confirmBooking(bookingId)).rejects.toBeDefined();
    expect((await bookOf(saga.db, bookingId)).flags).toMatchObject([
      { kind: 'owner_unreachable', subject: 'confirm' },
    ]);
    await saga.ownerIs(bookingId, {});
    expect(await old.confirmBooking(bookingId)).toMatchObject({
      ...{ status: 'CONFIRMED', needsAttention: false },
    });
  });

  it.each([
    ['in part', 5_000, 'PARTIALLY_REFUNDED', ['booking.confirmed', 'booking.partially_refunded']],
    ['whole', 12_990, 'REFUNDED', ['booking.refund_pending', 'booking.refunded']],
  ] as const)(
    'H22: decides a booking that was refunded %s at Stripe before its owner had answered',
    async (_how, amount, status, ending) => {
      const { bookingId, intentId, paymentId } = await paidUnconfirmed();
      const made = await saga.stripe.refunds.create({ payment_intent: intentId, amount });
      await saga.openRefund(refundOf(paymentId, `stripe:${made.id}`));
      await saga.ownerIs(bookingId, {});
      await fiveTimes(() => saga.confirmBooking(bookingId));
      const { booking, types } = await bookOf(saga.db, bookingId);
      expect(booking.status).toBe(status);
      expect(types.slice(-2)).toEqual(ending);
    },
  );

  it('H8: gives the money back when the owner refuses', async () => {
    const { bookingId } = await paidUnconfirmed({ refuseConfirm: true });
    await fiveTimes(() => saga.confirmBooking(bookingId));
    const { booking, types } = await bookOf(saga.db, bookingId);
    expect(booking).toMatchObject({ status: 'REFUND_PENDING', reason: 'unavailable' });
    expect(types).toEqual([...COMPLETED, 'booking.refund_pending']);
    const after = await giveBack(bookingId);
    expect(after.booking.status).toBe('REFUNDED');
    expect(after.refunds).toMatchObject([{ requestedBy: 'saga', amountMinor: 12_990 }]);
  });

  it('gives the money back when the confirm window is over, and a late confirm loses', async () => {
    const { bookingId } = await paidUnconfirmed();
    const old = saga.acts({}, { attempt: 15, agoMs: TEN_MINUTES });
    await expect(old.confirmBooking(bookingId)).rejects.toBeDefined();
    await fiveTimes(() => saga.abandonConfirmation(bookingId));
    await saga.ownerIs(bookingId, {});
    expect(await saga.confirmBooking(bookingId)).toMatchObject({ status: 'REFUND_PENDING' });
    expect(await saga.placeOf(bookingId)).toBe('held');
    const after = await giveBack(bookingId);
    expect(after.types).toEqual([
      ...COMPLETED,
      'booking.refund_pending',
      'payment.refund_initiated',
      'payment.refunded',
      'booking.refunded',
    ]);
    await saga.releaseBooking(bookingId);
    expect(await saga.placeOf(bookingId)).toBe('released');
    // Nobody has to look any more: the owner answered, and the money is back.
    expect((await bookOf(saga.db, bookingId)).flags).toEqual([]);
  });

  it('does not abandon what is confirmed, and does not confirm what is not paid', async () => {
    const { bookingId } = await customer.confirmed();
    expect(await saga.abandonConfirmation(bookingId)).toMatchObject({ status: 'CONFIRMED' });
    const unpaid = await customer.opened();
    expect(await saga.confirmBooking(unpaid.bookingId)).toMatchObject({
      ...{ status: 'PENDING_PAYMENT', paymentStatus: 'awaiting_payment' },
    });
    expect(await saga.placeOf(unpaid.bookingId)).toBe('held');
  });

  it('releases twice, at once, and without a hold', async () => {
    const { bookingId } = await customer.opened();
    await fiveTimes(() => saga.releaseBooking(bookingId));
    await saga.releaseBooking(bookingId);
    expect(await saga.placeOf(bookingId)).toBe('released');
    await saga.closePayment(bookingId, { how: 'expired' });

    const never = startOf(bookingRequest(), Date.now() - 16 * 60_000);
    await saga.openPayment(never); // too late for a hold
    await saga.releaseBooking(never.request.bookingId);
    expect(await saga.placeOf(never.request.bookingId)).toBe('released');
    await saga.closePayment(never.request.bookingId, { how: 'expired' });
  });

  it('goes on releasing while the owner is down, and flags it', async () => {
    const { bookingId } = await customer.opened();
    await saga.closePayment(bookingId, { how: 'expired' });
    await saga.ownerIs(bookingId, { down: true });
    await expect(saga.releaseBooking(bookingId)).rejects.toMatchObject({ nonRetryable: false });
    const old = saga.acts({}, { attempt: 15, agoMs: TEN_MINUTES });
    await expect(old.releaseBooking(bookingId)).rejects.toBeDefined();
    expect((await bookOf(saga.db, bookingId)).flags).toMatchObject([{ subject: 'release' }]);
    await saga.ownerIs(bookingId, {});
    await old.releaseBooking(bookingId);
    expect((await bookOf(saga.db, bookingId)).flags).toEqual([]);
  });

  it('lets a confirm lose that the owner gets after the release', async () => {
    const booking = await customer.opened();
    const { bookingId, intentId } = booking;
    await customer.pay(intentId);
    await saga.releaseBooking(bookingId);
    expect(await saga.settlePayment(bookingId)).toMatchObject({ status: 'REFUND_PENDING' });
    expect((await giveBack(bookingId)).booking.status).toBe('REFUNDED');
  });

  describe('takes for no answer', () => {
    it.each([
      ['a redirect', 302, '', true],
      ['a body that never ends', 200, '{"amount":', false],
      ['a price that is no price', 200, '{"amount":129.9,"currency":"eur"}', true],
    ])('%s', async (_what, status, body, ends) => {
      const server = createServer((request, response) => {
        if (request.method === 'GET') return void response.end('{}'); // where a redirect leads
        response.writeHead(status, { location: '/elsewhere' }).write(body);
        if (ends) response.end();
      });
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      const { port } = server.address() as AddressInfo;
      const owner = createBookingOwner(`http://127.0.0.1:${port}`, 300);
      const start = startOf(bookingRequest());
      const opening = saga.acts({ owner }).openPayment(start);
      const failure = await opening.then(
        () => 'opened',
        (error: unknown) => error,
      );
      server.closeAllConnections();
      server.close();
      expect(failure).toMatchObject({ type: 'owner_unreachable' });
    });
  });

  it('finds the owner when its URL ends in a slash', async () => {
    const owner = createBookingOwner(`${saga.ownerUrl}/`);
    const request = bookingRequest();
    await saga.acts({ owner }).openPayment(startOf(request));
    expect(await saga.placeOf(request.bookingId)).toBe('held');
  });
});
