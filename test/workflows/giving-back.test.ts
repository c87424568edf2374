import {
  markRefundedManually,
  retryRefund,
  type OperatorOrder,
} from '../../src/workflows/messages';
import { eventually } from '../support/eventually';
import { upserts } from './billed';
import { refusalOf } from './failures';
import { useSagas, type Refund, type Saga } from './sagas';
import { createWorld, type World } from './world';

const { withSaga, inWorld, sleep } = useSagas();

const ORDER: { args: [OperatorOrder] } = { args: [{ reason: 'bank called', actor: 'op-7' }] };

/** A booking that is paid and refused by its owner, so that the money has to go back. */
function unconfirmable(bookingId: string, refunding: World['stripe']['refunding']): World {
  const world = createWorld(bookingId);
  world.owner.confirms = 'refuses';
  world.stripe.pay();
  world.stripe.refunding = refunding;
  return world;
}

async function refundOf(world: World, saga: Saga): Promise<Refund> {
  await saga.tell();
  await eventually('the refund is begun', () => world.times('openRefund') === 1);
  return saga.refund(world.books.view().compensation!.refundId);
}

it('R7: waits for days for a refund, but releases the places as soon as Stripe has taken it on', async () => {
  const world = unconfirmable('bk-refund-pending', 'pends');
  await withSaga(world, async (saga) => {
    const refund = await refundOf(world, saga);
    await refund.shows('Stripe is giving 129.90 EUR back.');
    await eventually('the places are free', () => world.times('releaseBooking') === 1);
    expect(await saga.details()).toBe(
      'Paid, but it cannot be confirmed (unavailable). The money is going back.',
    );
    await sleep('3 days');
    expect(world.books.view().status).toBe('REFUND_PENDING');
    world.stripe.refunding = 'succeeds';
    await refund.tell();
    expect(await saga.result()).toEqual({ status: 'REFUNDED' });
    expect(await refund.details()).toBe('129.90 EUR given back.');
    await saga.keep('refunded-after-days');
    await refund.keep('pending-for-days');
  });
});

it('finds a refund settled when the word of Stripe was lost', async () => {
  const world = unconfirmable('bk-refund-word-lost', 'pends');
  await withSaga(world, async (saga) => {
    const refund = await refundOf(world, saga);
    await refund.shows('Stripe is giving');
    world.stripe.refunding = 'succeeds';
    expect(await saga.result()).toEqual({ status: 'REFUNDED' });
    await refund.keep('word-lost');
  });
});

it('frees the places when Stripe took the refund on, though the first news is that it failed', async () => {
  const world = unconfirmable('bk-refund-failed-later', 'pends');
  world.stripe.meanwhile = () => {
    world.stripe.refunding = 'fails'; // while the worker is dead: nobody hears of "pending"
    return Promise.resolve();
  };
  await withSaga(world, async (saga) => {
    const refund = await refundOf(world, saga);
    await saga.shows('The refund failed. Open the refund workflow');
    await eventually('the places are free', () => world.times('releaseBooking') === 1);
    await refund.handle.executeUpdate(markRefundedManually, ORDER);
    expect(await saga.result()).toEqual({ status: 'REFUNDED' });
  });
});

it('R7: shows a refund that fails, keeps the places, and succeeds when an operator retries', async () => {
  const world = unconfirmable('bk-refund-retried', 'fails');
  await withSaga(world, async (saga) => {
    const refund = await refundOf(world, saga);
    await refund.shows('**The refund of 129.90 EUR failed** (lost_or_stolen_card');
    await saga.shows('The refund failed. Open the refund workflow');
    await sleep('2 days');
    expect(world.calls).not.toContain('releaseBooking');
    expect(world.books.view().status).toBe('REFUND_FAILED');

    world.stripe.refunding = 'pends';
    expect(await refund.handle.executeUpdate(retryRefund, ORDER)).toMatchObject({
      status: 'pending',
      attempt: 2,
    });
    await saga.shows('The refund failed, and is being tried again.');
    await eventually('the places are free', () => world.times('releaseBooking') === 1);
    world.stripe.refunding = 'succeeds';
    await refund.tell();
    expect(await saga.result()).toEqual({ status: 'REFUNDED' });

    expect(world.acts).toEqual(['retryRefund by op-7: bank called']);
    expect(upserts(await saga.handle.fetchHistory())).toMatchObject([
      { BookingStatus: 'REFUND_PENDING', NeedsAttention: false },
      { BookingStatus: 'REFUND_FAILED', NeedsAttention: true },
      { BookingStatus: 'REFUND_FAILED', NeedsAttention: false },
      { BookingStatus: 'REFUNDED', PaymentStatus: 'refunded' },
    ]);
    expect(upserts(await refund.handle.fetchHistory())).toEqual([
      { NeedsAttention: true, BookingId: 'bk-refund-retried' },
      { NeedsAttention: false, BookingId: 'bk-refund-retried' },
    ]);
    await saga.keep('refund-failed-then-retried');
    await refund.keep('failed-then-retried');
  });
});

it('lets a retry fail again, and ends when an operator has paid by other means', async () => {
  const world = unconfirmable('bk-refund-by-hand', 'fails');
  await withSaga(world, async (saga) => {
    const refund = await refundOf(world, saga);
    await refund.shows('failed');
    expect(await refund.handle.executeUpdate(retryRefund, ORDER)).toMatchObject({
      status: 'failed',
      attempt: 2,
    });
    expect(await refund.handle.executeUpdate(markRefundedManually, ORDER)).toMatchObject({
      status: 'succeeded',
      attempt: 3,
    });
    expect(await saga.result()).toEqual({ status: 'REFUNDED' });
    expect(world.times('releaseBooking')).toBe(1);
    await saga.keep('refund-failed-then-by-hand');
    await refund.keep('failed-then-by-hand');
  });
});

it('takes orders only with a reason, and only for a refund that failed', async () => {
  const world = unconfirmable('bk-refund-orders', 'pends');
  await withSaga(world, async (saga) => {
    const refund = await refundOf(world, saga);
    await refund.shows('Stripe is giving');
    for (const order of [retryRefund, markRefundedManually]) {
      const sent = (reason: string) => refund.handle.executeUpdate(order, { args: [{ reason }] });
      expect(await refusalOf(sent('  '))).toBe('reason_required');
      expect(await refusalOf(sent('the customer asks'))).toBe('refund_not_failed');
    }
    expect(world.acts).toEqual([]);
    world.stripe.refunding = 'succeeds';
    await refund.tell();
    await saga.result();
  });
});

it('ends by the row when its refund is refused, because somebody else gives the money back', async () => {
  const world = unconfirmable('bk-refund-refused', 'pends');
  await inWorld(world, async (starts) => {
    const opens = world.hold('openRefund');
    const saga = await starts.saga();
    await saga.tell();
    await eventually('the refund is asked for', () => world.times('openRefund') === 1);
    const { paymentId } = world.books.view();
    const other = await starts.refund('by-hand', { paymentId, reason: 'asked at the desk' });
    await other.shows('Stripe is giving');
    opens();
    await saga.shows('The money is going back.');
    await eventually('the saga reads its row', () => world.times('settlePayment') > 1);
    await sleep('1 day');
    expect(world.books.view().status).toBe('REFUND_PENDING');
    world.stripe.refunding = 'succeeds';
    await other.tell();
    expect(await saga.result()).toEqual({ status: 'REFUNDED' });
    expect(world.times('settlePayment')).toBeLessThan(40);
    await saga.keep('refunded-by-somebody-else');
    await other.keep('by-hand');
  });
});

it('ends only when the whole sum is back, when a part is given back by somebody else', async () => {
  const world = unconfirmable('bk-refund-parts', 'pends');
  await inWorld(world, async (starts) => {
    const opens = world.hold('openRefund');
    const saga = await starts.saga();
    await saga.tell();
    await eventually('the refund is asked for', () => world.times('openRefund') === 1);
    const { paymentId, compensation } = world.books.view();
    const part = { paymentId, amount: 2_990, reason: 'asked at the desk' };
    const other = await starts.refund('a-part-by-hand', part);
    await other.shows('Stripe is giving 29.90 EUR');
    world.stripe.refunding = 'succeeds';
    opens();
    await saga.refund(compensation!.refundId).result();
    expect(world.books.view().status).toBe('REFUND_PENDING');
    await other.tell();
    expect(await saga.result()).toEqual({ status: 'REFUNDED' });
    await saga.keep('refunded-in-parts');
  });
});

it('sees a refund to its end although its own run is asked to cancel', async () => {
  const world = unconfirmable('bk-refund-cancelled', 'pends');
  await withSaga(world, async (saga) => {
    const refund = await refundOf(world, saga);
    await refund.shows('Stripe is giving');
    await saga.handle.cancel();
    await refund.handle.cancel();
    world.stripe.refunding = 'succeeds';
    await refund.tell();
    expect(await saga.result()).toEqual({ status: 'REFUNDED' });
    await saga.keep('refunded-though-cancelled');
  });
});
