import { requestOf } from './rig/orders';
import { MINUTE } from './rig/rig';
import { moneyOf, typesOf } from './seen';
import { useRig } from './rigs';

jest.setTimeout(240_000);
const rig = useRig();

it('H2: an attempt whose every answer is lost makes one PaymentIntent and one charge', async () => {
  const booking = rig().ordered();
  const { bookingId } = booking;
  const match = { method: 'POST', path: '/v1/payment_intents', metadata: { bookingId } };
  const { id } = await rig().fault({ kind: 'lose_response', match, times: 4 });
  const creating = rig().caller.create(requestOf(booking));
  await rig().struck(id, 2);
  await rig().pass(MINUTE);
  await creating;
  const intentId = await rig().intentOf(booking);
  await rig().customer.pay(intentId);
  await rig().becomes(bookingId, 'CONFIRMED');
  const { made, charges } = await moneyOf(rig(), booking);
  expect(made).toEqual([`payment-intent:${booking.paymentId}:1`]);
  expect(charges).toBe(1);
});

it('H3: a retried activity, a run that starts over and a repeated request use the same key', async () => {
  const booking = rig().ordered();
  const { bookingId, paymentId } = booking;
  const match = { method: 'POST', path: '/v1/payment_intents', metadata: { bookingId } };
  const { id } = await rig().fault({ kind: 'lose_response', match, times: 4 });
  const creating = rig().caller.create(requestOf(booking));
  await rig().struck(id, 3); // now a pause of two seconds
  await rig().terminate(booking);
  await rig().caller.start(requestOf(booking));
  await rig().caller.create(requestOf(booking));
  await creating;
  await rig().customer.pay(await rig().intentOf(booking));
  await rig().becomes(bookingId, 'CONFIRMED');
  const { keysSent } = await moneyOf(rig(), booking);
  expect(keysSent.filter((key) => key.startsWith('payment-intent:')).length).toBeGreaterThan(1);
  expect(new Set(keysSent)).toEqual(new Set([`payment-intent:${paymentId}:1`]));
});

it('H5: after a decline another card pays, within the window and on the same PaymentIntent', async () => {
  const booking = await rig().opened();
  expect(await rig().customer.decline(booking.intentId)).toBe('card_declined');
  await rig().pass(10 * MINUTE);
  await rig().customer.pay(booking.intentId);
  await rig().becomes(booking.bookingId, 'CONFIRMED');
  expect((await moneyOf(rig(), booking)).made).toHaveLength(1);
  expect(await typesOf(rig(), booking)).toEqual([
    'booking.pending_payment',
    'payment.initiated',
    'payment.attempt_failed',
    'payment.completed',
    'booking.confirmed',
  ]);
});

it('H5: a key that answers with a saved error gives way to its next generation', async () => {
  const booking = rig().ordered();
  const { bookingId, paymentId } = booking;
  const match = { method: 'POST', path: '/v1/payment_intents', metadata: { bookingId } };
  await rig().fault({ kind: 'fail_before', saved: true, match });
  await rig().caller.create(requestOf(booking));
  await rig().customer.pay(await rig().intentOf(booking));
  await rig().becomes(bookingId, 'CONFIRMED');
  expect((await moneyOf(rig(), booking)).made).toEqual([`payment-intent:${paymentId}:2`]);
});

it('H12: webhooks, repeated creates and starts together make one workflow and one confirmation', async () => {
  const booking = await rig().opened();
  const request = requestOf(booking);
  const metadata = { bookingId: booking.bookingId };
  await rig().webhookFault({ kind: 'duplicate', copies: 60, metadata, times: null });
  const paying = rig().customer.pay(booking.intentId);
  const creating = Array.from({ length: 70 }, () => rig().caller.create(request));
  const signalling = Array.from({ length: 70 }, (_, n) =>
    rig()
      .caller.signal(`booking-${booking.bookingId}`, `evt_h12_${n}`)
      .catch(() => undefined),
  );
  await Promise.all([paying, ...creating, ...signalling]);
  await rig().becomes(booking.bookingId, 'CONFIRMED');
  await rig().quiet();
  const types = await typesOf(rig(), booking);
  expect(types.filter((type) => type === 'booking.confirmed')).toHaveLength(1);
  expect(rig().confirmationsAsked(booking)).toBe(1);
  expect(await rig().runsOf(booking)).toBe(1);
  const answers = rig().caller.told.filter(({ bookingId }) => bookingId === booking.bookingId);
  const refused = answers.filter(({ status }) => status >= 300);
  expect(refused.map(({ status, body }) => [status, body['code']])).toEqual([]);
  const shown = answers.map(({ body }) => body['stripePaymentIntentId']).filter(Boolean);
  expect(new Set(shown)).toEqual(new Set([booking.intentId]));
});

it('H13: news of a payment that is only created or processing changes nothing', async () => {
  const booking = await rig().opened({ bookingReference: 'TRIP-13' });
  await rig().customer.askedFor3ds(booking.intentId);
  for (let n = 0; n < 5; n += 1)
    await rig().caller.signal(`booking-${booking.bookingId}`, `evt_h13_${n}`);
  await rig().quiet();
  expect((await rig().rowOf(booking.bookingId))?.status).toBe('PENDING_PAYMENT');
  await rig().customer.authenticate(booking.intentId);
  const row = await rig().becomes(booking.bookingId, 'CONFIRMED');
  expect(row.bookingReference).toBe('TRIP-13');
  const types = await typesOf(rig(), booking);
  expect(types.filter((type) => type === 'payment.processing')).toHaveLength(1);
});

it('H19: a payment page that is opened twice shows one PaymentIntent', async () => {
  const booking = rig().ordered();
  const answers = await Promise.all([
    rig().caller.create(requestOf(booking)),
    rig().caller.create(requestOf(booking)),
    rig().caller.create(requestOf(booking)),
  ]);
  const intents = new Set(answers.map(({ body }) => body['stripePaymentIntentId']));
  expect(intents.size).toBe(1);
  await rig().customer.pay(String([...intents][0]));
  await rig().becomes(booking.bookingId, 'CONFIRMED');
});

it('H20: an amount that was changed at Stripe is given back, flagged and never confirmed', async () => {
  const booking = await rig().opened();
  await rig().customer.changeAmount(booking.intentId, booking.amount - 1);
  await rig().customer.pay(booking.intentId);
  await rig().becomes(booking.bookingId, 'REFUNDED');
  const types = await typesOf(rig(), booking);
  expect(types).not.toContain('booking.confirmed');
  expect(types).toContain('payment.unapplied');
  expect(await rig().flagsOf(booking)).toEqual(['amount_mismatch']);
  expect(await moneyOf(rig(), booking)).toMatchObject({ kept: 0, charges: 1 });
});

it('H32: the page reports a failure after the payment succeeded; paying again makes no second charge', async () => {
  const booking = await rig().opened();
  const match = { path: `/v1/payment_intents/${booking.intentId}/confirm` };
  await rig().fault({ kind: 'fail_after', match });
  expect(await rig().customer.pay(booking.intentId)).toBe('api_error');
  const again = await rig().caller.create(requestOf(booking));
  expect(again).toMatchObject({ status: 200, body: { stripePaymentIntentId: booking.intentId } });
  expect(await rig().customer.pay(booking.intentId)).toBe('payment_intent_unexpected_state');
  await rig().becomes(booking.bookingId, 'CONFIRMED');
  expect(await moneyOf(rig(), booking)).toMatchObject({ charges: 1, kept: booking.amount });
});

it('C1: a declined attempt leaves the booking pending; only the end of the window ends it', async () => {
  const booking = await rig().opened();
  await rig().customer.decline(booking.intentId);
  await rig().heard(booking, 'payment.attempt_failed');
  expect((await rig().rowOf(booking.bookingId))?.status).toBe('PENDING_PAYMENT');
  expect(rig().house.placeOf(booking.bookingId)).toBe('held');
  await rig().pass(16 * MINUTE);
  await rig().becomes(booking.bookingId, 'EXPIRED');
  const types = await typesOf(rig(), booking);
  expect(types.filter((type) => /failed/.test(type))).toEqual(['payment.attempt_failed']);
});

it('C4: keeps our own id, the PaymentIntent’s and the charge’s apart', async () => {
  const booking = await rig().opened();
  await rig().customer.pay(booking.intentId);
  await rig().becomes(booking.bookingId, 'CONFIRMED');
  const { id: stripeChargeId } = await rig().chargeOf(booking.intentId);
  const completed = await rig().payloadOf(booking, 'payment.completed');
  expect(completed).toMatchObject({
    paymentId: booking.paymentId,
    stripePaymentIntentId: booking.intentId,
    stripeChargeId,
    paymentNumber: expect.any(Number) as number,
  });
  const flat = await rig().recordOf(booking, 'payment.completed');
  expect(flat).toMatchObject({ paymentId: booking.intentId });
});

it('C10: the booking’s row is there before Stripe hears of it, whichever way it starts', async () => {
  const match = { method: 'POST', path: '/v1/payment_intents' };
  await rig().fault({ kind: 'reset_before', match, times: null });
  const [byRest, byClient] = [rig().ordered(), rig().ordered()];
  const creating = rig().caller.create(requestOf(byRest));
  await rig().caller.start(requestOf(byClient));
  for (const { bookingId } of [byRest, byClient]) {
    const row = await rig().becomes(bookingId, 'PENDING_PAYMENT');
    expect(row.payment).toMatchObject({ status: 'initiating', stripePaymentIntentId: null });
  }
  await rig().clearFaults();
  await creating;
  await rig().pass(MINUTE);
  for (const booking of [byRest, byClient]) {
    await rig().customer.pay(await rig().intentOf(booking));
    await rig().becomes(booking.bookingId, 'CONFIRMED');
  }
});
