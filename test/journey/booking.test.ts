import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { java } from '../../dev/parts/java';
import { sourcing } from '../../dev/parts/source';
import { temporalCli } from '../../dev/parts/temporal-cli';
import { eventually } from '../support/eventually';
import { kafkaTools } from '../support/kafka-tools';
import { verdictOn } from './court';
import { bookingBecomes, startWorld, stripeMoney, type World } from './world';

jest.setTimeout(240_000);
const run = promisify(execFile);

let world: World;
let count = 0;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(async () => world?.stop());

const PAID = [
  'booking.pending_payment',
  'payment.initiated',
  'payment.completed',
  'booking.confirmed',
];

async function order(more: object = {}) {
  const bookingId = `journey-${++count}`;
  const body = { bookingId, userId: 'usr-77', amount: 12_990, currency: 'eur', ...more };
  const answer = await world.api('POST', '/api/v1/payments', body);
  expect(answer.status).toBe(201);
  return {
    bookingId,
    paymentId: String(answer.body['paymentId']),
    intentId: String(answer.body['stripePaymentIntentId']),
    clientSecret: String(answer.body['clientSecret']),
  };
}

const pay = (intentId: string, method = 'pm_card_visa') =>
  world.stripe.paymentIntents.confirm(intentId, { payment_method: method });

const types = (bookingId: string) => world.eventsOf(bookingId).map(({ body }) => body.eventType);

const heardAll = (bookingId: string, wanted: readonly string[], withinMs = 30_000) =>
  eventually(
    `Kafka has ${wanted.join(', ')} of ${bookingId}, not ${types(bookingId).join(', ')}`,
    () => types(bookingId).length >= wanted.length,
    { withinMs },
  );

describe('a booking, with everything real', () => {
  it('goes from POST to CONFIRMED to exactly its events on Kafka', async () => {
    const { bookingId, paymentId, intentId } = await order({ bookingReference: 'TRIP-88' });
    await pay(intentId);
    await bookingBecomes(world, bookingId, 'CONFIRMED', 10_000);
    await heardAll(bookingId, PAID);
    expect(types(bookingId)).toEqual(PAID);
    const [, , completed] = world.eventsOf(bookingId);
    expect(completed).toMatchObject({
      headers: {
        ce_specversion: '1.0',
        ce_source: '/payment-service',
        ce_type: 'payment.completed',
        ce_sequence: '0000000003',
        ce_subject: bookingId,
      },
      body: {
        sequence: 3,
        source: 'payment-service',
        metadata: { stripeEventId: expect.stringMatching(/^evt_/) as string },
        payload: {
          paymentId,
          amountMinor: 12_990,
          paymentStatus: 'completed',
          paymentMethod: 'card',
        },
      },
    });
    // One topic has order; two have none between them.
    const families = await eventually('both topics of the family have it', () => {
      const topics = world.heard.filter(({ key }) => key === paymentId).map(({ topic }) => topic);
      return topics.length >= 2 && topics.sort();
    });
    expect(families).toEqual(['dreamscape.payment.completed', 'dreamscape.payment.initiated']);
    expect(await stripeMoney(world, intentId)).toEqual({
      charges: 1,
      captured: 12_990,
      refunded: 0,
    });
  });

  it('is declined, tried again with another card, and confirmed', async () => {
    const { bookingId, intentId } = await order();
    await expect(pay(intentId, 'pm_card_visa_chargeDeclinedInsufficientFunds')).rejects.toThrow();
    await eventually('the attempt is told', () =>
      types(bookingId).includes('payment.attempt_failed'),
    );
    await pay(intentId);
    await bookingBecomes(world, bookingId, 'CONFIRMED');
    await heardAll(bookingId, [...PAID, 'payment.attempt_failed']);
    expect(types(bookingId)).toEqual([
      'booking.pending_payment',
      'payment.initiated',
      'payment.attempt_failed',
      'payment.completed',
      'booking.confirmed',
    ]);
  });

  it('is given back when the owner refuses to confirm it, and its place released', async () => {
    const { bookingId, intentId } = await order();
    await world.ownerTreats(bookingId, { refuseConfirm: true });
    await pay(intentId);
    await bookingBecomes(world, bookingId, 'REFUNDED');
    expect(await stripeMoney(world, intentId)).toEqual({
      charges: 1,
      captured: 12_990,
      refunded: 12_990,
    });
    const wanted = [
      ...PAID.slice(0, 3),
      'booking.refund_pending',
      'payment.refund_initiated',
      'payment.refunded',
      'booking.refunded',
    ];
    await heardAll(bookingId, wanted);
    expect(types(bookingId)).toEqual(wanted);
  });

  it('is cancelled by the customer, and its PaymentIntent can no longer be paid', async () => {
    const { bookingId, paymentId, intentId } = await order();
    const first = await world.api('POST', `/api/v1/payments/${paymentId}/cancel`, {});
    expect(first).toMatchObject({ status: 200, body: { bookingStatus: 'CANCELLED' } });
    const again = await world.api('POST', `/api/v1/payments/${paymentId}/cancel`, {});
    expect(again).toEqual(first);
    await expect(pay(intentId)).rejects.toMatchObject({ code: 'payment_intent_unexpected_state' });
    await heardAll(bookingId, ['1', '2', '3', '4']);
    expect(types(bookingId).slice(2)).toEqual(['payment.cancelled', 'booking.cancelled']);
  });

  it('is refunded in two parts, and never beyond its price', async () => {
    const { bookingId, paymentId, intentId } = await order();
    await pay(intentId);
    await bookingBecomes(world, bookingId, 'CONFIRMED');
    const refund = (amount: number, key: string) =>
      world.api(
        'POST',
        `/api/v1/payments/${paymentId}/refunds`,
        { amount },
        { 'idempotency-key': key },
      );
    expect(await refund(5_000, 'a')).toMatchObject({
      status: 201,
      body: { amount: 5_000, status: 'succeeded' },
    });
    await bookingBecomes(world, bookingId, 'PARTIALLY_REFUNDED');
    expect(await refund(7_991, 'b')).toMatchObject({
      status: 422,
      body: { code: 'refund_exceeds_balance', detail: '7990 of 12990 can still be refunded.' },
    });
    expect((await refund(7_990, 'c')).status).toBe(201);
    await bookingBecomes(world, bookingId, 'REFUNDED');
    expect((await stripeMoney(world, intentId)).refunded).toBe(12_990);
  });

  it('starts from any Temporal client, without our HTTP', async () => {
    const bookingId = `voyage-${++count}`;
    const workflowId = `booking-${bookingId}`;
    const body = { bookingId, userId: 'usr-1', amount: 500, currency: 'jpy' };
    const { taskQueue } = world.at.temporal;
    const options = { workflowId, taskQueue, args: [body] as [object] };
    const handle = await world.temporal.workflow.start('bookingPayment', options);
    const intentId = await eventually('the PaymentIntent is on record', async () => {
      const { body: booking } = await world.api('GET', `/api/v1/bookings/${bookingId}`);
      if (booking['paymentStatus'] !== 'awaiting_payment') return undefined;
      const { body: payment } = await world.api(
        'GET',
        `/api/v1/payments/${String(booking['paymentId'])}`,
      );
      return payment['stripePaymentIntentId'] as string | undefined;
    });
    await pay(intentId);
    expect(await handle.result()).toEqual({ status: 'CONFIRMED' });
  });

  it('is refused as a value, not as a crash, when the start is not valid', async () => {
    const bookingId = `wrong-${++count}`;
    const body = { bookingId, userId: 'usr-1', amount: 12.5, currency: 'EUR' };
    const { taskQueue } = world.at.temporal;
    const result: unknown = await world.temporal.workflow.execute('bookingPayment', {
      workflowId: `booking-${bookingId}`,
      taskQueue,
      args: [body],
    });
    expect(result).toMatchObject({ refused: { code: 'validation_failed' } });
  });
});

describe('seen with tools that are not ours', () => {
  it("is read by Kafka's own console consumer and by the temporal program", async () => {
    const { bookingId, intentId } = await order();
    await pay(intentId);
    await bookingBecomes(world, bookingId, 'CONFIRMED');
    await heardAll(bookingId, PAID);
    const consumer = [
      '-cp',
      await kafkaTools(),
      'org.apache.kafka.tools.consumer.ConsoleConsumer',
      ...['--bootstrap-server', world.at.kafka.brokers.join(',')],
      ...['--topic', 'booking-payment.events', '--from-beginning', '--timeout-ms', '8000'],
      ...['--formatter-property', 'print.key=true'],
    ];
    const read = await run(await java(process.env, 'the journey'), consumer, {
      maxBuffer: 1 << 26,
    });
    const lines = read.stdout.split('\n').filter((line) => line.startsWith(`${bookingId}\t`));
    expect(lines).toHaveLength(PAID.length);

    const cli = (await temporalCli(sourcing())).path;
    const address = ['--address', world.at.temporal.address];
    const shown = await run(cli, ['workflow', 'show', '-w', `booking-${bookingId}`, ...address]);
    expect(shown.stdout).toMatch(/WorkflowExecutionCompleted/);
    expect(shown.stdout).not.toMatch(/_secret_/);
  });
});

describe('the time from payment to confirmation', () => {
  it('confirms 19 of 20 bookings within 2 s of their payment', async () => {
    const took: number[] = [];
    for (let nth = 1; nth <= 20; nth += 1) {
      const { bookingId, intentId } = await order();
      const paidAt = performance.now();
      await pay(intentId);
      await bookingBecomes(world, bookingId, 'CONFIRMED');
      took.push(performance.now() - paidAt);
    }
    const fastestFirst = took.sort((one, other) => one - other).map(Math.round);
    expect(fastestFirst).toHaveLength(20);
    expect(fastestFirst[18]).toBeLessThan(2_000);
  });
});

it('leaves nothing that is wrong behind', async () => {
  expect(await verdictOn(world)).toEqual([]);
});
