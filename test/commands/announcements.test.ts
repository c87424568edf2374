import { createAnnouncer } from '../../src/inbox/announcer';
import { uuidOf } from '../../src/domain/ids';
import type { StripeSnapshot } from '../../src/stripe/webhook-events';
import { bookOf, bookingRequest } from '../activities/saga';
import { stripeEvent } from '../api/stripe-events';
import { startDesk, type Desk } from './desk';

jest.setTimeout(90_000);

let desk: Desk;
beforeAll(async () => {
  desk = await startDesk();
});
afterAll(() => desk?.stop());

const TOPIC = 'payment-webhook-received';
let last = 77_000;

const announcer = (publish = desk.deps.publish) => {
  const { db, contracts, deps } = desk;
  return createAnnouncer({ db, webhooks: contracts.webhooks, publish, logger: deps.logger });
};

/** A paid booking, and Stripe's event of it, taken in by HTTP or by Kafka. */
async function heardOf(bindings: string[]) {
  const bookingId = bindings.includes('orders') ? String((last += 1)) : bookingRequest().bookingId;
  const request = { bookingId, userId: '5127', amount: 4250, currency: 'usd', bindings };
  const { bookings } = desk.temporal.ports;
  await bookings.start(request);
  await desk.temporal.idle();
  const { payment } = await bookOf(desk.db, bookingId);
  const intent = await desk.saga.stripe.paymentIntents.confirm(
    payment.stripePaymentIntentId!,
    { payment_method: 'pm_card_visa' },
    { idempotencyKey: `browser-${bookingId}` },
  );
  const event = stripeEvent('payment_intent.succeeded', intent) as StripeSnapshot;
  await desk.deps.reception.receive(event);
  await desk.temporal.idle();
  return { bookingId, event, paymentNumber: payment.paymentNumber };
}

const toldOf = (stripeEventId: string) =>
  desk.on(TOPIC, ({ body }) => body['stripeEventId'] === stripeEventId);

it('order service hears of a webhook about its payment, once', async () => {
  const { bookingId, event, paymentNumber } = await heardOf(['orders']);
  await announcer().pass();
  const [record] = await desk.hears(TOPIC, ({ body }) => body['stripeEventId'] === event.id);
  expect(record).toMatchObject({
    key: bookingId,
    headers: { ce_id: uuidOf(`webhook|${event.id}`) },
    body: {
      eventType: 'PAYMENT_WEBHOOK_RECEIVED',
      orderId: Number(bookingId),
      paymentId: paymentNumber,
      amount: 42.5,
      stripeEventType: 'payment_intent.succeeded',
    },
  });
  expect(record!.value).not.toContain('_secret_');
  await announcer().pass();
  expect(toldOf(event.id)).toHaveLength(1);
});

it('what Kafka has not taken is told later, to the byte as it was rendered first', async () => {
  const { bookingId, event } = await heardOf(['orders']);
  const away = announcer(() => Promise.reject(new Error('Kafka is away')));
  await expect(away.pass()).rejects.toThrow('Kafka is away');
  const where = { stripeEventId: event.id };
  const { announcement } = await desk.db.stripeEvent.findUniqueOrThrow({ where });
  await desk.db.payment.update({ where: { bookingId }, data: { status: 'refunded' } });
  await announcer().pass();
  const [record] = await desk.hears(TOPIC, ({ body }) => body['stripeEventId'] === event.id);
  expect(record!.value).toBe((announcement as { value: string }).value);
});

it('nobody else’s payment is announced there, and nothing of it is looked at again', async () => {
  const { event } = await heardOf(['dreamscape']);
  await announcer().pass();
  const where = { stripeEventId: event.id };
  expect(await desk.db.stripeEvent.findUniqueOrThrow({ where })).toMatchObject({
    announcement: null,
    announcedAt: expect.any(Date) as Date,
  });
  expect(toldOf(event.id)).toEqual([]);
});
