import { customerOf, type Customer } from './customer';
import { bookOf, fiveTimes, insist, useSaga, type Saga } from './saga';

describe('manual capture', () => {
  let saga: Saga;
  let customer: Customer;
  useSaga((started) => {
    saga = started;
    customer = customerOf(saga);
  });

  const HELD = ['booking.pending_payment', 'payment.initiated', 'payment.authorized'];
  const CAPTURED = [...HELD, 'payment.completed', 'booking.confirmed'];
  const VOIDED = [...HELD, 'payment.cancelled', 'booking.cancelled'];

  async function authorised(answers: object = {}) {
    const booking = await customer.opened({ captureMethod: 'manual' });
    await saga.ownerIs(booking.bookingId, answers);
    await customer.pay(booking.intentId);
    return booking;
  }

  const intentOf = (id: string) => saga.ledger().intents.find((intent) => intent.id === id)!;
  const captures = (id: string) =>
    saga.ledger().executed.filter(({ path }) => path === `/v1/payment_intents/${id}/capture`);

  it('captures the whole amount, once, after the owner has confirmed', async () => {
    const { bookingId, intentId, paymentId } = await authorised();
    await fiveTimes(() => saga.settlePayment(bookingId));
    const { types, charges } = await bookOf(saga.db, bookingId);
    expect(types).toEqual(CAPTURED);
    expect(charges).toMatchObject([{ own: true, amountMinor: 12_990 }]);
    expect(intentOf(intentId)).toMatchObject({ status: 'succeeded', amount_received: 12_990 });
    expect(captures(intentId)).toMatchObject([{ key: `capture:${paymentId}:1`, status: 200 }]);
    expect(await saga.placeOf(bookingId)).toBe('confirmed');
  });

  it('takes nothing while the owner has not confirmed', async () => {
    const { bookingId, intentId } = await authorised({ down: true });
    const view = await saga.settlePayment(bookingId);
    expect(view).toMatchObject({ status: 'PENDING_PAYMENT', paymentStatus: 'authorized' });
    expect(intentOf(intentId)).toMatchObject({ status: 'requires_capture', amount_received: 0 });
    await saga.ownerIs(bookingId, {});
    expect(await saga.confirmBooking(bookingId)).toMatchObject({ status: 'CONFIRMED' });
  });

  it('H31: voids what the owner refuses; voiding a hold that Stripe has let go is done', async () => {
    const { bookingId, intentId } = await authorised({ refuseConfirm: true });
    await saga.settlePayment(bookingId);
    expect((await bookOf(saga.db, bookingId)).types).toEqual(VOIDED);
    expect(intentOf(intentId)).toMatchObject({ status: 'canceled', amount_received: 0 });

    const lapsed = await authorised({ down: true });
    await saga.settlePayment(lapsed.bookingId);
    await saga.simulate(`/payment_intents/${lapsed.intentId}/lapse`);
    await saga.abandonConfirmation(lapsed.bookingId);
    expect((await bookOf(saga.db, lapsed.bookingId)).types).toEqual(VOIDED);
  });

  it('H31: an authorisation that has lapsed ends the booking, also after the owner confirmed', async () => {
    const { bookingId, intentId } = await authorised({ down: true });
    await saga.settlePayment(bookingId);
    await saga.simulate(`/payment_intents/${intentId}/lapse`);
    await saga.ownerIs(bookingId, {});
    expect(await saga.confirmBooking(bookingId)).toMatchObject({ status: 'CANCELLED' });
    const { types, booking } = await bookOf(saga.db, bookingId);
    expect(types).toEqual(VOIDED);
    expect(booking.reason).toBe('provider');
    await saga.releaseBooking(bookingId);
    expect(await saga.placeOf(bookingId)).toBe('released');
  });

  it('captures once although every answer is lost', async () => {
    const { bookingId, intentId } = await authorised();
    const match = { method: 'POST', path: '/v1/payment_intents/*/capture' };
    await saga.simulate('/faults', { kind: 'lose_response', match, times: 3 });
    await insist(() => saga.settlePayment(bookingId));
    expect((await bookOf(saga.db, bookingId)).types).toEqual(CAPTURED);
    expect(captures(intentId).filter(({ status }) => status === 200)).toHaveLength(1);
  });

  it('looks before it captures again after a saved error', async () => {
    const { bookingId, intentId } = await authorised();
    const match = { method: 'POST', path: '/v1/payment_intents/*/capture' };
    await saga.simulate('/faults', { kind: 'fail_after', match });
    await insist(() => saga.settlePayment(bookingId));
    expect((await bookOf(saga.db, bookingId)).types).toEqual(CAPTURED);
    expect(captures(intentId)).toHaveLength(1);
  });

  it('goes on at the deadline with what is authorised, and voids for a cancel', async () => {
    const late = await authorised();
    await saga.closePayment(late.bookingId, { how: 'expired' });
    expect((await bookOf(saga.db, late.bookingId)).types).toEqual(CAPTURED);

    const cancelled = await authorised();
    await saga.closePayment(cancelled.bookingId, { how: 'cancelled', cancelledBy: 'customer' });
    const { types } = await bookOf(saga.db, cancelled.bookingId);
    expect(types).toEqual(['booking.pending_payment', 'payment.initiated', ...VOIDED.slice(3)]);
    expect(intentOf(cancelled.intentId)).toMatchObject({ status: 'canceled' });
  });

  it('gives back what somebody captured at the dashboard when the owner refuses', async () => {
    const { bookingId, intentId } = await authorised({ down: true });
    await saga.settlePayment(bookingId);
    await saga.stripe.paymentIntents.capture(intentId);
    await saga.ownerIs(bookingId, { refuseConfirm: true });
    const view = await saga.confirmBooking(bookingId);
    expect(view).toMatchObject({ status: 'REFUND_PENDING', reason: 'unavailable' });
    const { request } = view.compensation!;
    await saga.refunded({ request, workflowId: `refund-of-${bookingId}` });
    expect((await bookOf(saga.db, bookingId)).booking.status).toBe('REFUNDED');
  });

  it('leaves no flag about an owner that has answered, whichever attempt it answered', async () => {
    const { bookingId } = await authorised({ down: true });
    await saga.settlePayment(bookingId);
    const later = { now: () => Date.now() + 11 * 60_000 }; // news cancels attempts: each is young
    await expect(saga.acts(later).confirmBooking(bookingId)).rejects.toThrow();
    expect((await bookOf(saga.db, bookingId)).flags).toMatchObject([
      { kind: 'owner_unreachable', subject: 'confirm' },
    ]);
    await saga.ownerIs(bookingId, {});
    await saga.settlePayment(bookingId);
    const { booking, flags } = await bookOf(saga.db, bookingId);
    expect([booking.status, flags]).toEqual(['CONFIRMED', []]);
  });

  it('never captures another sum than the booking costs, and flags it', async () => {
    const booking = await customer.opened({ captureMethod: 'manual' });
    await saga.stripe.paymentIntents.update(booking.intentId, { amount: 100 });
    await customer.pay(booking.intentId);
    await saga.settlePayment(booking.bookingId);
    const { types, flags } = await bookOf(saga.db, booking.bookingId);
    expect(types).toEqual(['booking.pending_payment', 'payment.initiated', ...VOIDED.slice(3)]);
    expect(flags).toMatchObject([{ kind: 'amount_mismatch' }]);
    expect(intentOf(booking.intentId)).toMatchObject({ status: 'canceled', amount_received: 0 });
  });
});
