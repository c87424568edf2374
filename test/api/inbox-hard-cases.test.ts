import { spawn } from 'node:child_process';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { join } from 'node:path';
import { createDatabase } from '../../src/db/client';
import { claimEvents } from '../../src/db/stripe-events';
import { paymentIdOf } from '../../src/domain/ids';
import { bookOf, bookingRequest } from '../activities/saga';
import { eventually } from '../support/eventually';
import { payAt } from './lost-webhooks';
import { bought, open } from './paying';
import { calls, startProduct, type Product } from './product';
import { signedPost, stripeEvent } from './stripe-events';

const ROOT = join(__dirname, '..', '..');

let product: Product;
beforeAll(async () => {
  product = await startProduct();
});
afterEach(async () => {
  await delivered();
  expect(await product.saga.audit()).toEqual([]);
});
afterAll(() => product.stop());

const row = (stripeEventId: string) =>
  product.db.stripeEvent.findUnique({ where: { stripeEventId } });
const book = (bookingId: string) => bookOf(product.db, bookingId);
const send = (event: object) => signedPost(product.send, event);

/** What waits in the inbox is due, and is delivered until nothing waits. */
async function delivered(): Promise<void> {
  const where = { deliveredAt: null };
  for (let round = 0; round < 10; round += 1) {
    await product.temporal.idle();
    if ((await product.db.stripeEvent.count({ where })) === 0) return;
    await product.db.stripeEvent.updateMany({ where, data: { nextDeliveryAt: new Date(0) } });
    await product.dispatcher.pass();
  }
  throw new Error('the inbox is not empty after ten rounds');
}

/** A booking whose customer has paid at Stripe, and the event that tells of it. */
async function paidAtStripe() {
  const { order, paymentId, intentId } = await open(product);
  const event = stripeEvent('payment_intent.succeeded', await payAt(product, intentId));
  return { bookingId: order.bookingId, paymentId, intentId, event };
}

/** A PaymentIntent of somebody's making that names our payment. */
function paidBehindOurBack(metadata: { bookingId: string; paymentId: string }) {
  return product.saga.stripe.paymentIntents.create(
    {
      ...{ amount: 12_990, currency: 'eur', confirm: true, payment_method: 'pm_card_visa' },
      ...{ allowed_payment_method_types: ['card'], metadata },
    },
    { idempotencyKey: `stray-${metadata.bookingId}` },
  );
}

const confirmations = async (bookingId: string) =>
  (await book(bookingId)).types.filter((type) => type === 'booking.confirmed').length;

describe('an event that comes too early', () => {
  it('H14: before its booking’s row, is parked and applied when the row appears', async () => {
    const order = bookingRequest();
    const { bookingId } = order;
    const paymentId = paymentIdOf(bookingId);
    const early = await paidBehindOurBack({ bookingId, paymentId });
    const event = stripeEvent('payment_intent.succeeded', early);
    expect((await send(event)).status).toBe(200);
    expect(await row(event.id)).toMatchObject({ deliveredAt: null, outcome: null });
    expect((await send(event)).status).toBe(200); // Stripe sends it again: still one row
    expect(await row(event.id)).toMatchObject({ deliveredAt: null });
    expect((await product.post('/api/v1/payments', order)).status).toBe(201);
    await delivered();
    expect(await row(event.id)).toMatchObject({ outcome: 'refund_started' });
    const { booking, refunds } = await book(bookingId);
    expect(booking.status).toBe('PENDING_PAYMENT');
    expect(refunds).toMatchObject([{ reason: 'duplicate payment', status: 'succeeded' }]);
  });

  it('H18: while its PaymentIntent is still being recorded, is not lost', async () => {
    const order = bookingRequest();
    const { bookingId } = order;
    const paymentId = paymentIdOf(bookingId);
    // Stripe has made the PaymentIntent, and its answer is still under way.
    await product.saga.simulate('/faults', {
      ...{ kind: 'timeout', effect: 'after', ms: 3_000 },
      match: { method: 'POST', path: '/v1/payment_intents', metadata: { bookingId } },
    });
    const creating = product.post('/api/v1/payments', order);
    const intent = await eventually('Stripe has the PaymentIntent', async () => {
      const { data } = await product.saga.stripe.paymentIntents.list({ limit: 10 });
      return data.find(({ metadata }) => metadata['paymentId'] === paymentId);
    });
    const { payment } = await book(bookingId);
    expect(payment.stripePaymentIntentId).toBeNull();
    const event = stripeEvent('payment_intent.succeeded', await payAt(product, intent.id));
    expect((await send(event)).status).toBe(200);
    expect((await creating).status).toBe(201);
    await delivered();
    expect((await book(bookingId)).booking.status).toBe('CONFIRMED');
  });

  it('H18: and one that comes too late never revives a cancelled booking', async () => {
    const { order, paymentId, intentId } = await open(product);
    const { bookingId } = order;
    expect((await product.post(`/api/v1/payments/${paymentId}/cancel`, {})).status).toBe(200);
    for (const type of ['processing', 'requires_action', 'payment_failed']) {
      const object = { id: intentId, status: 'canceled', amount: 12_990, metadata: {} };
      expect((await send(stripeEvent(`payment_intent.${type}`, object))).status).toBe(200);
      await product.temporal.idle();
    }
    expect((await book(bookingId)).types.at(-1)).toBe('booking.cancelled');
    const late = await paidBehindOurBack({ bookingId, paymentId });
    await send(stripeEvent('payment_intent.succeeded', late));
    await delivered();
    const { booking, payment, refunds } = await book(bookingId);
    expect([booking.status, payment.status]).toEqual(['CANCELLED', 'cancelled']);
    expect(refunds).toMatchObject([{ amountMinor: 12_990, reason: 'duplicate payment' }]);
  });
});

it('H15: an event that the database refused is applied when Stripe sends it again', async () => {
  const { bookingId, event } = await paidAtStripe();
  const db = createDatabase('postgresql://postgres:test@127.0.0.1:1/none');
  const { send: sendToBroken } = calls(await product.serve({ db }));
  expect((await signedPost(sendToBroken, event)).status).toBe(503);
  await db.$disconnect();
  expect(await row(event.id)).toBeNull();
  expect((await book(bookingId)).booking.status).toBe('PENDING_PAYMENT');
  expect((await send(event)).status).toBe(200);
  await delivered();
  expect((await book(bookingId)).booking.status).toBe('CONFIRMED');
});

describe('a process that dies between claim and commit', () => {
  it('H16: blocks the event only until its claim is stale', async () => {
    const { bookingId, event } = await paidAtStripe();
    product.temporal.mood.down = true;
    await send(event);
    product.temporal.mood.down = false;
    await due(event.id);
    const claimed = await claimEvents(product.db, 20, 4_000); // and then nothing more is heard
    expect(claimed.map(({ stripeEventId }) => stripeEventId)).toEqual([event.id]);
    await product.dispatcher.pass();
    expect(await row(event.id)).toMatchObject({ deliveredAt: null });
    expect((await send(event)).status).toBe(200);
    await eventually('it is claimed again', async () => {
      await product.dispatcher.pass();
      return (await row(event.id))?.deliveredAt !== null;
    });
    await product.temporal.idle();
    expect(await confirmations(bookingId)).toBe(1);
  });

  it('H16: and if it is the real consumer that is killed, another one takes over', async () => {
    const { bookingId, event } = await paidAtStripe();
    product.temporal.mood.down = true;
    await send(event);
    product.temporal.mood.down = false;
    await due(event.id);
    const deaf = await silentServer();
    const consumer = startConsumer(`127.0.0.1:${(deaf.address() as AddressInfo).port}`);
    const exited = new Promise((resolve) => consumer.once('close', resolve));
    await eventually('the consumer has it', async () => isClaimed(event.id), {
      withinMs: 30_000,
      everyMs: 10,
    });
    consumer.kill('SIGKILL');
    await exited;
    deaf.close();
    expect(await row(event.id)).toMatchObject({ deliveredAt: null, outcome: null });
    await product.dispatcher.pass();
    expect(await row(event.id)).toMatchObject({ deliveredAt: null }); // its claim still counts
    await due(event.id);
    await product.dispatcher.pass();
    await product.temporal.idle();
    expect(await row(event.id)).toMatchObject({ outcome: 'signalled' });
    expect(await confirmations(bookingId)).toBe(1);
  });

  async function isClaimed(stripeEventId: string): Promise<boolean> {
    const { nextDeliveryAt } = (await row(stripeEventId))!;
    return nextDeliveryAt.getTime() > Date.now() + 20_000;
  }

  function startConsumer(temporal: string) {
    const env = {
      PATH: process.env['PATH'] ?? '',
      STRIPE_SECRET_KEY: 'sk_test_x',
      STRIPE_PUBLISHABLE_KEY: 'pk_test_x',
      STRIPE_WEBHOOK_SECRET: 'whsec_x',
      STRIPE_API_BASE: 'http://127.0.0.1:1',
      DATABASE_URL: product.saga.databaseUrl,
      TEMPORAL_ADDRESS: temporal,
    };
    const args = ['--import', 'tsx', 'src/consumer.ts'];
    return spawn(process.execPath, args, { cwd: ROOT, env, stdio: 'ignore' });
  }
});

describe('a webhook that leads to nothing is answered 200 and recorded', () => {
  it('H17: when its metadata is that of another service', async () => {
    const metadata = { bookingId: 'theirs', paymentId: 'pay_theirs' };
    const intent = { id: 'pi_theirs', status: 'succeeded', amount: 100, metadata };
    const event = stripeEvent('payment_intent.succeeded', intent);
    expect((await send(event)).status).toBe(200);
    expect(await row(event.id)).toMatchObject({ outcome: 'ignored' });
  });

  it('H17: when its business is refused: money for our booking that is not ours', async () => {
    const { order } = await open(product);
    const { bookingId } = order;
    const metadata = { bookingId, paymentId: 'pay_theirs' };
    const intent = { id: `pi_for_${bookingId}`, status: 'succeeded', amount: 100, metadata };
    const event = stripeEvent('payment_intent.succeeded', intent);
    expect((await send(event)).status).toBe(200);
    expect(await row(event.id)).toMatchObject({ outcome: 'flagged' });
    expect((await book(bookingId)).flags).toMatchObject([{ kind: 'foreign_money' }]);
  });

  it('H17: when it says what is known already', async () => {
    const { intentId } = await bought(product);
    const object = { id: intentId, status: 'processing', metadata: {} };
    const event = stripeEvent('payment_intent.processing', object);
    expect((await send(event)).status).toBe(200);
    expect(await row(event.id)).toMatchObject({ outcome: 'nothing' });
  });
});

it('H26: three deliveries at once are one signal and one confirmation', async () => {
  const { bookingId, intentId, event } = await paidAtStripe();
  const replies = await Promise.all([send(event), send(event), send(event)]);
  expect(replies.map(({ status }) => status)).toEqual([200, 200, 200]);
  await delivered();
  const told = product.temporal.heard.signals.filter(([, news]) => news.objectId === intentId);
  expect(told).toHaveLength(1);
  expect(await confirmations(bookingId)).toBe(1);
  const { booking, charges } = await book(bookingId);
  expect([booking.status, charges.length]).toEqual(['CONFIRMED', 1]);
});

async function due(stripeEventId: string): Promise<void> {
  const where = { stripeEventId };
  await product.db.stripeEvent.update({ where, data: { nextDeliveryAt: new Date(0) } });
}

/** Takes connections and never says a word. */
async function silentServer(): Promise<Server> {
  const server = createServer((socket) => void socket.on('error', () => undefined));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}
