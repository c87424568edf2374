import { recordEvent } from '../../src/db/stripe-events';
import { paymentIdOf } from '../../src/domain/ids';
import type { StripeFacts } from '../../src/domain/stripe-event';
import { createDelivery } from '../../src/inbox/delivery';
import { createDispatcher } from '../../src/inbox/dispatcher';
import { bookingRequest } from '../activities/saga';
import { eventually } from '../support/eventually';
import { open } from './paying';
import { startProduct, type Product } from './product';

let product: Product;
beforeAll(async () => {
  product = await startProduct();
});
afterAll(() => product.stop());
beforeEach(() => {
  product.temporal.mood.down = false;
});

let last = 0;

/** In the inbox, as after a process that died between commit and delivery. */
async function left(type: string, objectId: string, facts: StripeFacts = {}): Promise<string> {
  const stripeEventId = `evt_left_${++last}`;
  const createdAt = new Date();
  await recordEvent(product.db, {
    ...{ stripeEventId, type, objectId, createdAt, livemode: false },
    facts: { paymentIntentId: objectId, ...facts },
  });
  await dueNow();
  return stripeEventId;
}

async function dueNow(): Promise<void> {
  const where = { deliveredAt: null };
  await product.db.stripeEvent.updateMany({ where, data: { nextDeliveryAt: new Date(0) } });
}

const row = (stripeEventId: string) =>
  product.db.stripeEvent.findUniqueOrThrow({ where: { stripeEventId } });

describe('the dispatcher', () => {
  it('makes one signal of several events for one workflow', async () => {
    const { intentId } = await open(product);
    const ids = [];
    for (const type of ['processing', 'requires_action', 'payment_failed'])
      ids.push(await left(`payment_intent.${type}`, intentId));
    await product.dispatcher.pass();
    const told = product.temporal.heard.signals.filter(([, news]) => news.objectId === intentId);
    expect(told).toHaveLength(1);
    for (const id of ids) expect((await row(id)).outcome).toBe('signalled');
  });

  it('shares the work with others and delivers nothing twice', async () => {
    const made = await Promise.all(Array.from({ length: 12 }, () => open(product)));
    for (const { intentId } of made) await left('payment_intent.processing', intentId);
    const before = product.temporal.heard.signals.length;
    await Promise.all(Array.from({ length: 4 }, () => product.dispatcher.pass()));
    expect(product.temporal.heard.signals.length - before).toBe(12);
  });

  it('waits longer each time, a minute at most, and loses nothing', async () => {
    const { intentId } = await open(product);
    const id = await left('payment_intent.processing', intentId);
    product.temporal.mood.down = true;
    const waits: number[] = [];
    for (let attempt = 0; attempt < 8; attempt += 1) {
      await dueNow();
      await product.dispatcher.pass();
      waits.push(Math.round(((await row(id)).nextDeliveryAt.getTime() - Date.now()) / 1_000));
    }
    expect(waits).toEqual([1, 2, 4, 8, 16, 32, 60, 60]);
    product.temporal.mood.down = false;
    await dueNow();
    await product.dispatcher.pass();
    expect((await row(id)).outcome).toBe('signalled');
  });

  it('tells a person when an event stays undeliverable', async () => {
    const { intentId, order } = await open(product);
    const id = await left('payment_intent.processing', intentId);
    const long = { deliveries: 20, nextDeliveryAt: new Date(0) };
    await product.db.stripeEvent.update({ where: { stripeEventId: id }, data: long });
    product.temporal.mood.down = true;
    await product.dispatcher.pass();
    const { bookingId } = order;
    const flag = await product.db.flag.findFirst({ where: { bookingId, subject: id } });
    expect(flag?.detail).toContain('cannot be applied yet');
    expect((await row(id)).deliveredAt).toBeNull();
    await product.db.stripeEvent.delete({ where: { stripeEventId: id } });
  });

  it('H14: parks news that comes before its row, and applies it when the row is there', async () => {
    const order = bookingRequest();
    const { bookingId } = order;
    const facts = { bookingId, paymentId: paymentIdOf(bookingId) };
    const id = await left('payment_intent.processing', 'pi_early', facts);
    await product.dispatcher.pass();
    expect(await row(id)).toMatchObject({ deliveredAt: null, deliveries: 1 });
    await product.post('/api/v1/payments', order);
    await dueNow();
    await product.dispatcher.pass();
    expect((await row(id)).deliveredAt).not.toBeNull();
  });

  it('starts an open booking’s workflow again when it is gone', async () => {
    const { order, intentId } = await open(product);
    const workflowId = `booking-${order.bookingId}`;
    product.temporal.forget(workflowId); // the start was lost with Temporal's own database
    const id = await left('payment_intent.processing', intentId);
    await product.dispatcher.pass();
    expect((await row(id)).outcome).toBe('restarted');
    expect(product.temporal.heard.starts.filter((one) => one === workflowId)).toHaveLength(2);
  });

  it('asks a person where that workflow has ended and may not start again', async () => {
    const { order, intentId } = await open(product);
    product.temporal.end(`booking-${order.bookingId}`);
    const id = await left('payment_intent.processing', intentId);
    await product.dispatcher.pass();
    expect((await row(id)).outcome).toBe('flagged');
    const flags = await product.db.flag.findMany({ where: { bookingId: order.bookingId } });
    expect(flags).toHaveLength(1);
  });

  it('reads the row again when the saga ended before its news came', async () => {
    const { order, intentId } = await open(product);
    const { bookingId } = order;
    const id = await left('payment_intent.succeeded', intentId, { chargeId: 'ch_unheard_of' });
    const { db, deps, temporal } = product;
    const tell = async () => {
      temporal.end(`booking-${bookingId}`);
      await db.booking.update({ where: { bookingId }, data: { status: 'EXPIRED' } });
      return 'gone' as const;
    };
    const bookings = { ...temporal.ports.bookings, tell };
    const { intents } = product.saga.deps;
    const delivery = createDelivery({
      ...{ db, ...temporal.ports, bookings, intents },
      logger: deps.logger,
    });
    await createDispatcher({ db, delivery, logger: deps.logger }).pass();
    expect((await row(id)).outcome).toBe('refund_started');
  });

  it('runs until it is stopped', async () => {
    const { db, deps } = product;
    const dispatcher = createDispatcher({ db, delivery: deps.delivery, logger: deps.logger }, 20);
    dispatcher.start();
    const { intentId } = await open(product);
    const id = await left('payment_intent.processing', intentId);
    await eventually('the event is delivered', async () => (await row(id)).deliveredAt !== null);
    await dispatcher.stop();
  });
});
