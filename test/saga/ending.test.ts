import { requestOf } from './rig/orders';
import { HOUR, MINUTE } from './rig/rig';
import { moneyOf, typesOf } from './seen';
import { useRig } from './rigs';

jest.setTimeout(240_000);
const rig = useRig();

const ours = ({ bookingId, paymentId }: { bookingId: string; paymentId: string }) => ({
  bookingId,
  paymentId,
});

it('H7: money that comes after the booking expired is given back once, however often it is told', async () => {
  const booking = await rig().opened();
  await rig().pass(16 * MINUTE);
  await rig().becomes(booking.bookingId, 'EXPIRED');
  await rig().webhookFault({ kind: 'duplicate', copies: 9, metadata: ours(booking), times: null });
  await rig().customer.payBeside(booking, ours(booking));
  await rig().heard(booking, 'payment.refunded');
  await rig().quiet();
  expect((await rig().rowOf(booking.bookingId))?.status).toBe('EXPIRED');
  expect(await moneyOf(rig(), booking)).toMatchObject({
    kept: 0,
    refunds: [{ amount: booking.amount, status: 'succeeded' }],
  });
});

it('H8: the place is gone after the payment: the money goes back, and the row stays', async () => {
  const booking = await rig().opened();
  rig().ownerTreats(booking, { refuseConfirm: true });
  await rig().customer.pay(booking.intentId);
  const row = await rig().becomes(booking.bookingId, 'REFUNDED');
  expect(row.reason).toBe('unavailable');
  await rig().pass(24 * HOUR);
  expect(await rig().rowOf(booking.bookingId)).toMatchObject({ status: 'REFUNDED' });
  expect(rig().house.placeOf(booking.bookingId)).toBe('released');
});

it('H9: at the deadline Stripe decides: paid is confirmed, open is closed, 3-D Secure under way too', async () => {
  const lost = { kind: 'drop', times: null } as const;
  const [paid, open, asked] = [await rig().opened(), await rig().opened(), await rig().opened()];
  for (const booking of [paid, open, asked])
    await rig().webhookFault({ ...lost, metadata: { bookingId: booking.bookingId } });
  await rig().customer.pay(paid.intentId);
  await rig().customer.askedFor3ds(asked.intentId);
  await rig().quiet();
  expect((await rig().rowOf(paid.bookingId))?.status).toBe('PENDING_PAYMENT');
  await rig().pass(16 * MINUTE);
  await rig().becomes(paid.bookingId, 'CONFIRMED');
  await rig().becomes(open.bookingId, 'EXPIRED');
  await rig().becomes(asked.bookingId, 'EXPIRED');
  expect(rig().house.placeOf(open.bookingId)).toBe('released');
});

it('H10: what Stripe refuses to cancel is not released: it was paid meanwhile', async () => {
  const booking = await rig().opened();
  await rig().pass(14 * MINUTE);
  // The deadline's read sees it open; the customer pays before the cancel gets there.
  const match = { method: 'POST', path: `/v1/payment_intents/${booking.intentId}/cancel` };
  const { id } = await rig().fault({ kind: 'reset_before', match, times: null });
  const passing = rig().pass(2 * MINUTE);
  await rig().struck(id, 1);
  expect(rig().house.placeOf(booking.bookingId)).toBe('held');
  await rig().webhookFault({ kind: 'drop', times: null });
  await rig().customer.pay(booking.intentId);
  await rig().clearFaults();
  await passing;
  await rig().pass(2 * MINUTE);
  await rig().becomes(booking.bookingId, 'CONFIRMED');
  expect(rig().house.placeOf(booking.bookingId)).toBe('confirmed');
});

it('H11: cancelling fails again and again, then the money comes: confirmed, and taken once', async () => {
  const booking = await rig().opened();
  const match = { method: 'POST', path: `/v1/payment_intents/${booking.intentId}/cancel` };
  const { id } = await rig().fault({ kind: 'fail_before', match, times: null });
  const passing = rig().pass(25 * MINUTE);
  await rig().struck(id, 3);
  expect((await rig().rowOf(booking.bookingId))?.status).toBe('PENDING_PAYMENT');
  await rig().customer.pay(booking.intentId);
  await rig().clearFaults();
  await passing;
  await rig().pass(2 * MINUTE);
  await rig().becomes(booking.bookingId, 'CONFIRMED');
  expect(await moneyOf(rig(), booking)).toMatchObject({ charges: 1, kept: booking.amount });
});

it('H23: of two payments the second goes back, and the booking stays confirmed', async () => {
  const booking = await rig().opened();
  await rig().customer.pay(booking.intentId);
  await rig().becomes(booking.bookingId, 'CONFIRMED');
  await rig().customer.payBeside(booking, ours(booking));
  await rig().heard(booking, 'payment.refunded');
  await rig().quiet();
  expect((await rig().rowOf(booking.bookingId))?.status).toBe('CONFIRMED');
  expect(await moneyOf(rig(), booking)).toMatchObject({ charges: 2, kept: booking.amount });
});

it('H22: our refund fails, the dashboard gives the money back: the place is released, the saga ends', async () => {
  const booking = await rig().opened();
  rig().ownerTreats(booking, { refuseConfirm: true });
  const error = { type: 'invalid_request_error', code: 'charge_disputed', message: 'Refused.' };
  const match = { method: 'POST', path: '/v1/refunds', metadata: ours(booking) };
  await rig().fault({ kind: 'fail_before', status: 400, error, match, times: null });
  await rig().customer.pay(booking.intentId);
  await rig().becomes(booking.bookingId, 'REFUND_FAILED');
  expect(rig().house.placeOf(booking.bookingId)).toBe('held');
  await rig().customer.refundInDashboard(booking.intentId);
  await rig().becomes(booking.bookingId, 'REFUNDED');
  await rig().pass(2 * HOUR);
  await rig().quiet();
  expect(rig().house.placeOf(booking.bookingId)).toBe('released');
  expect(await rig().caller.stateOf(`booking-${booking.bookingId}`)).toBe('COMPLETED');
});

it('H29: with every webhook lost, each booking still ends right by its deadline', async () => {
  await rig().webhookFault({ kind: 'drop', times: null });
  const [paid, declined, asked, refused, untouched] = await Promise.all([
    rig().opened(),
    rig().opened(),
    rig().opened(),
    rig().opened(),
    rig().opened(),
  ]);
  rig().ownerTreats(refused, { refuseConfirm: true });
  await rig().customer.pay(paid.intentId);
  await rig().customer.decline(declined.intentId);
  await rig().customer.askedFor3ds(asked.intentId);
  await rig().customer.authenticate(asked.intentId);
  await rig().customer.pay(refused.intentId);
  await rig().quiet();
  await rig().pass(15 * MINUTE + 30_000);
  await rig().becomes(paid.bookingId, 'CONFIRMED');
  await rig().becomes(asked.bookingId, 'CONFIRMED');
  await rig().becomes(declined.bookingId, 'EXPIRED');
  await rig().becomes(untouched.bookingId, 'EXPIRED');
  await rig().becomes(refused.bookingId, 'REFUNDED');
});

it('H31: a PaymentIntent that is cancelled at Stripe moves the booking', async () => {
  const booking = await rig().opened();
  await rig().stripe.outside.paymentIntents.cancel(booking.intentId);
  const row = await rig().becomes(booking.bookingId, 'CANCELLED');
  expect(row.reason).toBe('provider');
});

it('H31: an authorisation that lapses ends the booking, and cancelling what is gone succeeds', async () => {
  const booking = await rig().opened({ captureMethod: 'manual' });
  rig().ownerTreats(booking, { down: true });
  await rig().customer.pay(booking.intentId);
  await rig().heard(booking, 'payment.authorized');
  await rig().stripe.control('POST', `/payment_intents/${booking.intentId}/lapse`);
  rig().ownerTreats(booking, {});
  await rig().pass(5 * MINUTE);
  await rig().becomes(booking.bookingId, 'CANCELLED');
  expect(await typesOf(rig(), booking)).not.toContain('booking.confirmed');
  expect(await moneyOf(rig(), booking)).toMatchObject({ kept: 0, charges: 0 });
});

it('C2: a part that goes back never cancels; only the whole makes it REFUNDED', async () => {
  const booking = await rig().opened();
  await rig().customer.pay(booking.intentId);
  await rig().becomes(booking.bookingId, 'CONFIRMED');
  await rig().caller.refund(booking, 'c2-a', 4_000);
  await rig().becomes(booking.bookingId, 'PARTIALLY_REFUNDED');
  expect(rig().house.placeOf(booking.bookingId)).toBe('confirmed');
  await rig().caller.refund(booking, 'c2-b');
  await rig().becomes(booking.bookingId, 'REFUNDED');
  const types = await typesOf(rig(), booking);
  expect(types.filter((type) => type.startsWith('booking.')).slice(2)).toEqual([
    'booking.partially_refunded',
    'booking.refunded',
  ]);
});

it('C12: a refund is told as begun when it is made, as done only when Stripe says so', async () => {
  await rig().stripe.control('POST', '/settings', { refund_settles_seconds: 3_600 });
  const booking = await rig().opened();
  await rig().customer.pay(booking.intentId, 'pm_card_pendingRefund');
  await rig().becomes(booking.bookingId, 'CONFIRMED');
  const { body } = await rig().caller.refund(booking, 'c12');
  expect(body['status']).toBe('pending');
  await rig().quiet();
  expect((await typesOf(rig(), booking)).at(-1)).toBe('payment.refund_initiated');
  await rig().pass(2 * HOUR);
  await rig().becomes(booking.bookingId, 'REFUNDED');
  await rig().stripe.control('POST', '/settings', { refund_settles_seconds: 5 });
});

it('C13: at the end of its window the PaymentIntent is cancelled first, the place released after', async () => {
  const booking = await rig().opened();
  const match = { method: 'POST', path: `/v1/payment_intents/${booking.intentId}/cancel` };
  const { id } = await rig().fault({ kind: 'reset_before', match, times: null });
  const passing = rig().pass(20 * MINUTE);
  await rig().struck(id, 2);
  expect((await rig().rowOf(booking.bookingId))?.status).toBe('PENDING_PAYMENT');
  expect(rig().house.placeOf(booking.bookingId)).toBe('held');
  await rig().clearFaults();
  await passing;
  await rig().pass(2 * MINUTE);
  await rig().becomes(booking.bookingId, 'EXPIRED');
  expect(await rig().customer.pay(booking.intentId)).toBe('payment_intent_unexpected_state');
  expect(rig().house.placeOf(booking.bookingId)).toBe('released');
});

describe('money on a PaymentIntent that is not the booking’s own', () => {
  it('H19: a second PaymentIntent never confirms the booking; paid, it is given back', async () => {
    const booking = await rig().opened();
    await rig().customer.payBeside(booking, ours(booking));
    await rig().heard(booking, 'payment.refunded');
    await rig().quiet();
    expect((await rig().rowOf(booking.bookingId))?.status).toBe('PENDING_PAYMENT');
    expect(await rig().payloadOf(booking, 'payment.unapplied')).toMatchObject({
      reason: 'duplicate',
      paymentStatus: 'awaiting_payment',
    });
    await rig().customer.pay(booking.intentId);
    await rig().becomes(booking.bookingId, 'CONFIRMED');
  });

  it('names our booking only: a person is told, nothing is given back', async () => {
    const booking = await rig().opened();
    await rig().customer.pay(booking.intentId);
    await rig().becomes(booking.bookingId, 'CONFIRMED');
    await rig().customer.payBeside(booking, { bookingId: booking.bookingId });
    await rig().quiet();
    expect(await rig().flagsOf(booking)).toEqual(['foreign_money']);
    expect(await moneyOf(rig(), booking)).toMatchObject({ kept: 2 * booking.amount, refunds: [] });
  });

  it('names neither: it is somebody else’s, and nothing happens', async () => {
    const before = await rig().db.transition.count();
    const { intentId } = await rig().customer.payBeside(
      { amount: 700, currency: 'eur' },
      { order: 'of another service' },
    );
    await rig().quiet();
    expect(await rig().db.transition.count()).toBe(before);
    expect(await rig().customer.refundsOf(intentId)).toEqual([]);
  });
});

it('H4: keys are business ids, step and generation: no clock, no chance, no token', async () => {
  const booking = await rig().opened();
  await rig().caller.create(requestOf(booking));
  await rig().customer.pay(booking.intentId);
  await rig().becomes(booking.bookingId, 'CONFIRMED');
  await rig().caller.refund(booking, 'h4', 100);
  const other = await rig().opened();
  await rig().caller.cancel(other.bookingId, other.paymentId);
  const refundId = (
    await rig().db.refund.findFirstOrThrow({ where: { paymentId: booking.paymentId } })
  ).refundId;
  const sent = rig().stripe.keysSent();
  expect(sent).toEqual(
    expect.arrayContaining([
      `payment-intent:${booking.paymentId}:1`,
      `refund:${refundId}:1`,
      `cancel:${other.paymentId}:1`,
    ]),
  );
  const product = sent.filter((key) => !/^(stripe-node-retry-)?[0-9a-f-]{36}$/.test(key));
  const shape =
    /^(payment-intent|capture|cancel|confirm):pay_[0-9a-f]{24}:\d+$|^refund:rfd_[0-9a-f]{24}:\d+$/;
  expect(product.filter((key) => !shape.test(key))).toEqual([]);
});
