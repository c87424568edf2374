import { randomUUID } from 'node:crypto';
import { MINUTE } from './rig/rig';
import { startCommands } from './command-desk';
import { moneyOf } from './seen';
import { useRig } from './rigs';

jest.setTimeout(240_000);
const rig = useRig();

let commands: ReturnType<typeof startCommands>;
beforeAll(() => void (commands = startCommands(rig())));
afterAll(() => commands.close());

/** A purchase of customer-service, and its first request. */
function purchase(more: object = {}) {
  const booking = rig().ordered({ customerId: 'cus-41', userId: 'cus-41', bindings: ['customer'] });
  const { bookingId, amount, currency } = booking;
  const request = (requestId: string, changed: object = {}) => ({
    ...{ eventType: 'stripe.payment.request', customerId: 'cus-41', amount, currency },
    ...{ paymentMethodId: 'pm_card_visa', customerInfo: {}, ...more, ...changed },
    metadata: { requestId, bookingId },
  });
  return { booking, request };
}

async function asked(body: { metadata: { requestId: string } }) {
  await commands.take('stripe.payment.request', body);
  return commands.resultsOf(body.metadata.requestId).at(-1)!;
}

it('H6: a payment request that comes five times at once is one charge, told five times alike', async () => {
  const { booking, request } = purchase();
  const id = randomUUID();
  await Promise.all(Array.from({ length: 5 }, () => asked(request(id))));
  const results = commands.resultsOf(id);
  expect(results).toHaveLength(5);
  expect(new Set(results.map((result) => JSON.stringify(result))).size).toBe(1);
  expect(results[0]).toMatchObject({ success: true, paymentId: booking.paymentId });
  await rig().becomes(booking.bookingId, 'CONFIRMED');
  expect((await moneyOf(rig(), booking)).charges).toBe(1);
  // A minute later, when the workflow has ended: the same answer, and nothing is done.
  await rig().pass(MINUTE);
  const anew = { eventId: randomUUID(), subscriptionPlanId: null, paymentOptions: null };
  expect(await asked({ ...request(id), ...anew })).toEqual(results[0]);
  expect(results[0]).not.toHaveProperty('clientSecret');
  expect((await moneyOf(rig(), booking)).charges).toBe(1);
});

it('H5: a declined request says so, and the next one pays the same booking with another card', async () => {
  const { booking, request } = purchase();
  const declined = request(randomUUID(), { paymentMethodId: 'pm_card_visa_chargeDeclined' });
  expect(await asked(declined)).toMatchObject({ success: false, errorCode: 'card_declined' });
  expect(await asked(request(randomUUID()))).toMatchObject({ success: true });
  await rig().becomes(booking.bookingId, 'CONFIRMED');
  expect((await moneyOf(rig(), booking)).charges).toBe(1);
});

it('C9: in manual mode a second request confirms after 3-D Secure', async () => {
  const { booking, request } = purchase({
    paymentOptions: { returnUrl: 'https://shop.example/back', confirmationMethod: 'manual' },
  });
  const method = 'pm_card_authenticationRequired';
  const asking = await asked(request(randomUUID(), { paymentMethodId: method }));
  expect(asking).toMatchObject({ status: 'requires_action', requiresAction: true });
  await rig().customer.authenticate(String(asking['paymentIntentId']));
  const second = request(randomUUID(), { paymentMethodId: null });
  expect(await asked(second)).toMatchObject({ success: true });
  await rig().becomes(booking.bookingId, 'CONFIRMED');
});

it('a request that comes after the window says that the booking is over', async () => {
  const { booking, request } = purchase();
  const waiting = await asked(request(randomUUID(), { paymentMethodId: null }));
  expect(waiting).toMatchObject({ status: 'requires_payment_method' });
  await rig().pass(16 * MINUTE);
  await rig().becomes(booking.bookingId, 'EXPIRED');
  const late = await asked(request(randomUUID()));
  expect(late).toMatchObject({ status: 'canceled', errorCode: 'booking_unavailable' });
  expect((await moneyOf(rig(), booking)).charges).toBe(0);
});

it('H6: a refund command that comes five times at once is one refund', async () => {
  const bookingId = String(Date.now());
  const order = { bookingId, userId: '5127', bindings: ['orders'] };
  const booking = await rig().opened(order);
  await rig().customer.pay(booking.intentId);
  await rig().becomes(bookingId, 'CONFIRMED');
  const { payment } = (await rig().rowOf(bookingId))!;
  const wanted = {
    ...{ eventId: randomUUID(), paymentId: payment!.paymentNumber, orderId: Number(bookingId) },
    ...{ refundAmount: 10.5, refundReason: 'kitchen closed' },
  };
  const take = () => commands.take('payment-refund-initiated', wanted);
  await Promise.all(Array.from({ length: 5 }, take));
  await rig().becomes(bookingId, 'PARTIALLY_REFUNDED');
  expect((await moneyOf(rig(), booking)).refunds).toEqual([{ amount: 1050, status: 'succeeded' }]);
});
