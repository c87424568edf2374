import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { sourcing } from '../../dev/parts/source';
import { temporalCli } from '../../dev/parts/temporal-cli';
import { eventually } from '../support/eventually';
import { verdictOn } from './court';
import { bookingBecomes, startWorld, stripeMoney, type World } from './world';

jest.setTimeout(240_000);
const run = promisify(execFile);

let world: World;
let cli = '';
let count = 0;
beforeAll(async () => {
  cli = (await temporalCli(sourcing())).path;
  world = await startWorld({ PAYMENT_WINDOW: '25s' });
});
afterAll(async () => world?.stop());

const PRICE = 12_990;

async function order(more: object = {}) {
  const bookingId = `acts-${++count}`;
  const body = { bookingId, userId: 'usr-77', amount: PRICE, currency: 'eur', ...more };
  const answer = await world.api('POST', '/api/v1/payments', body);
  expect(answer.status).toBe(201);
  return {
    bookingId,
    paymentId: String(answer.body['paymentId']),
    intentId: String(answer.body['stripePaymentIntentId']),
    expiresAt: Date.parse(String(answer.body['expiresAt'])),
  };
}

async function confirmed(method?: string) {
  const booking = await order();
  await pay(booking.intentId, method);
  await bookingBecomes(world, booking.bookingId, 'CONFIRMED');
  return booking;
}

const pay = (intentId: string, method = 'pm_card_visa') =>
  world.stripe.paymentIntents.confirm(intentId, { payment_method: method });

const types = (bookingId: string) => world.eventsOf(bookingId).map(({ body }) => body.eventType);

const hears = (bookingId: string, ...wanted: string[]) =>
  eventually(
    `Kafka has ${wanted.join(', ')} of ${bookingId}`,
    () => wanted.every((type) => types(bookingId).includes(type)),
    { withinMs: 30_000 },
  );

describe('manual capture over HTTP', () => {
  it('authorises, confirms the booking, and captures the whole amount', async () => {
    const { bookingId, intentId } = await order({ captureMethod: 'manual' });
    const held = await pay(intentId);
    expect(held.status).toBe('requires_capture');
    await bookingBecomes(world, bookingId, 'CONFIRMED');
    const money = { charges: 1, captured: PRICE, refunded: 0 };
    expect(await stripeMoney(world, intentId)).toEqual(money);
    await hears(bookingId, 'booking.confirmed');
    expect(types(bookingId).slice(2)).toEqual([
      'payment.authorized',
      'payment.completed',
      'booking.confirmed',
    ]);
  });

  it('voids what the owner refuses: nothing was ever taken', async () => {
    const { bookingId, intentId } = await order({ captureMethod: 'manual' });
    await world.ownerTreats(bookingId, { refuseConfirm: true });
    await pay(intentId);
    await bookingBecomes(world, bookingId, 'CANCELLED');
    expect((await world.stripe.paymentIntents.retrieve(intentId)).status).toBe('canceled');
    expect((await stripeMoney(world, intentId)).captured).toBe(0);
  });
});

describe('a dispute over HTTP', () => {
  it('stops refunds, is answered with evidence, is won, and refunds go on', async () => {
    const { paymentId, intentId } = await confirmed();
    const { id } = (await world.control('/disputes', { payment_intent: intentId })) as {
      id: string;
    };
    const path = `/api/v1/disputes/${id}`;
    const shows = (status: string) =>
      eventually(`the dispute is ${status}`, async () => {
        const { body } = await world.api('GET', path);
        return body['status'] === status;
      });
    await shows('needs_response');
    const refund = (key: string) =>
      world.api('POST', `/api/v1/payments/${paymentId}/refunds`, {}, { 'idempotency-key': key });
    expect(await refund('early')).toMatchObject({
      status: 409,
      body: { code: 'payment_disputed' },
    });

    const unfounded = await world.api('POST', `${path}/evidence`, { text: 'no reason' });
    expect(unfounded).toMatchObject({ status: 400, body: { code: 'validation_failed' } });
    const sent = { reason: 'the customer travelled', text: 'winning_evidence' };
    expect((await world.api('POST', `${path}/evidence`, sent)).status).toBe(200);
    await shows('won');
    expect(await refund('late')).toMatchObject({ status: 201, body: { status: 'succeeded' } });
    const [act] = await world.sql('SELECT act, reason FROM operator_acts WHERE subject = $1', [id]);
    expect(act).toEqual({ act: 'submitEvidence', reason: sent.reason });
  });
});

describe('an operator with the temporal program', () => {
  const at = () => ['--address', world.at.temporal.address];
  const acts = (bookingId: string) =>
    world.sql(
      'SELECT act, actor, reason FROM operator_acts WHERE booking_id = $1 ORDER BY acted_at',
      [bookingId],
    );

  async function update(workflowId: string, name: string, input: object): Promise<string> {
    const order = ['--workflow-id', workflowId, '--name', name, '--input', JSON.stringify(input)];
    const { stdout } = await run(cli, ['workflow', 'update', 'execute', ...order, ...at()]);
    return stdout;
  }

  /** What the operator reads when it is refused. */
  async function refused(workflowId: string, name: string, input: object): Promise<string> {
    try {
      await update(workflowId, name, input);
    } catch (error) {
      return String((error as { stderr?: string }).stderr);
    }
    throw new Error(`${name} was not refused`);
  }

  /** The workflow itself is a moment behind its row. */
  const accepted = (...order: Parameters<typeof update>) =>
    eventually(`${order[1]} is accepted`, () => update(...order), { withinMs: 20_000 });

  async function failedRefund() {
    const booking = await confirmed('pm_card_pendingRefund');
    const path = `/api/v1/payments/${booking.paymentId}/refunds`;
    const { body } = await world.api('POST', path, {}, { 'idempotency-key': booking.bookingId });
    await settle(booking.intentId, 'failed');
    await hears(booking.bookingId, 'payment.refund_failed');
    return { ...booking, refundId: String(body['refundId']) };
  }

  async function settle(intentId: string, outcome: 'failed' | 'succeeded'): Promise<void> {
    const id = await eventually('Stripe has a pending refund', async () => {
      const { data } = await world.stripe.refunds.list({ payment_intent: intentId });
      return data.find(({ status }) => status === 'pending')?.id;
    });
    await world.control(`/refunds/${id}/settle`, { outcome });
  }

  it('gives the customer more time, and the booking is paid after its first deadline', async () => {
    const { bookingId, intentId, expiresAt } = await order();
    const workflowId = `booking-${bookingId}`;
    const until = new Date(expiresAt + 60_000).toISOString();
    const said = await refused(workflowId, 'extendDeadline', { expiresAt: until });
    expect(said).toMatch(/Give a reason: it is kept with the act/);
    const reason = 'the customer called';
    await accepted(workflowId, 'extendDeadline', { expiresAt: until, reason });
    const { body } = await world.api('GET', `/api/v1/bookings/${bookingId}`);
    expect(body).toMatchObject({ status: 'PENDING_PAYMENT', expiresAt: until });
    expect(await acts(bookingId)).toEqual([{ act: 'extendDeadline', actor: 'operator', reason }]);
    await eventually('the first deadline is over', () => Date.now() > expiresAt + 1_000, {
      withinMs: 60_000,
    });
    await pay(intentId);
    await bookingBecomes(world, bookingId, 'CONFIRMED');
  });

  it('tries a failed refund again', async () => {
    const { bookingId, intentId, refundId } = await failedRefund();
    const said = await refused(`refund-${refundId}`, 'retryRefund', {});
    expect(said).toMatch(/Give a reason: it is kept with the act/);
    const reason = 'the bank has a new card';
    await accepted(`refund-${refundId}`, 'retryRefund', { reason, actor: 'anna' });
    await settle(intentId, 'succeeded');
    await bookingBecomes(world, bookingId, 'REFUNDED');
    expect(await acts(bookingId)).toEqual([{ act: 'retryRefund', actor: 'anna', reason }]);
    expect((await stripeMoney(world, intentId)).refunded).toBe(PRICE);
  });

  it('closes a failed refund that was paid by other means', async () => {
    const { bookingId, intentId, refundId } = await failedRefund();
    const said = await refused(`refund-${refundId}`, 'markRefundedManually', { reason: ' ' });
    expect(said).toMatch(/Give a reason: it is kept with the act/);
    const reason = 'bank transfer 4711';
    await accepted(`refund-${refundId}`, 'markRefundedManually', { reason });
    await bookingBecomes(world, bookingId, 'REFUNDED');
    const act = { act: 'markRefundedManually', actor: 'operator', reason };
    expect(await acts(bookingId)).toEqual([act]);
    expect((await stripeMoney(world, intentId)).refunded).toBe(0);
  });

  it('starts a refund under an id of its own', async () => {
    const { bookingId, paymentId, intentId } = await confirmed();
    const input = { paymentId, amount: 990, reason: 'a gesture' };
    const { taskQueue } = world.at.temporal;
    const workflow = ['--type', 'refundPayment', '--workflow-id', `gesture-${bookingId}`];
    const given = ['--task-queue', taskQueue, '--input', JSON.stringify(input)];
    await run(cli, ['workflow', 'start', ...workflow, ...given, ...at()]);
    await bookingBecomes(world, bookingId, 'PARTIALLY_REFUNDED');
    expect((await stripeMoney(world, intentId)).refunded).toBe(990);
    const act = { act: 'refundPayment', actor: 'operator', reason: 'a gesture' };
    expect(await acts(bookingId)).toEqual([act]);
  });
});

it('leaves nothing that is wrong behind', async () => {
  expect(await verdictOn(world)).toEqual([]);
});
