import {
  getRefund,
  markRefundedManually,
  refundUpdated,
  retryRefund,
  type OperatorOrder,
} from '../../src/workflows/messages';
import { upserts } from './billed';
import { refusalOf } from './failures';
import { useSagas, type Refund } from './sagas';
import { createWorld, type World } from './world';

const { inWorld } = useSagas();

/** Runs a refund that a person starts for a confirmed booking. */
async function refundConfirmed(
  world: World,
  workflowId: string,
  amount: number | undefined,
  test: (refund: Refund) => Promise<void>,
): Promise<void> {
  world.stripe.pay();
  await inWorld(world, async (starts) => {
    const saga = await starts.saga();
    await saga.tell();
    await saga.result();
    const { paymentId } = world.books.view();
    const asked = { paymentId, reason: 'seat changed', ...(amount !== undefined && { amount }) };
    await test(await starts.refund(workflowId, asked));
  });
}

it('gives a part back when a person starts it in the Web UI under any id', async () => {
  const world = createWorld('bk-part');
  await refundConfirmed(world, 'Refund for Mrs. Smith!', 5_000, async (refund) => {
    expect(await refund.result()).toMatchObject({
      refund: { status: 'succeeded', amountMinor: 5_000, bookingStatus: 'PARTIALLY_REFUNDED' },
    });
    expect(await refund.details()).toBe('50.00 EUR given back.');
    expect(upserts(await refund.handle.fetchHistory())).toEqual([]);
    await refund.keep('settled-at-once');
  });
});

it('returns the reason when a refund is refused', async () => {
  const world = createWorld('bk-refund-none-left');
  await refundConfirmed(world, 'refund-nothing', 0, async (refund) => {
    expect(await refund.result()).toEqual({ refused: 'refund_exceeds_balance' });
    await refund.keep('refused');
  });
});

it('waits for a person when a refund of a confirmed booking fails, and leaves the booking', async () => {
  const world = createWorld('bk-goodwill-failed');
  world.stripe.refunding = 'fails';
  await refundConfirmed(world, 'refund-goodwill', undefined, async (refund) => {
    await refund.shows('Send the update `retryRefund`');
    expect(world.books.view()).toMatchObject({ status: 'CONFIRMED', needsAttention: true });
    await refund.handle.executeUpdate(markRefundedManually, { args: [{ reason: 'paid in cash' }] });
    expect(await refund.result()).toMatchObject({ refund: { status: 'succeeded', attempt: 2 } });
    expect(world.books.view().status).toBe('REFUNDED');
    expect(world.acts).toEqual(['markRefunded by operator: paid in cash']);
    await refund.keep('goodwill-failed-then-by-hand');
  });
});

it('ends when a person closes a refund whose money went back otherwise', async () => {
  const world = createWorld('bk-given-back-otherwise');
  world.stripe.refunding = 'fails';
  world.stripe.pay();
  await inWorld(world, async (starts) => {
    const saga = await starts.saga();
    await saga.tell();
    await saga.result();
    const asked = { paymentId: world.books.view().paymentId, reason: 'seat changed' };
    const failed = await starts.refund('refund-first', asked);
    await failed.shows('Send the update `retryRefund`');
    world.stripe.refunding = 'succeeds';
    const second = await starts.refund('refund-second', asked);
    await second.shows('129.90 EUR given back.'); // not its result: time would be skipped
    const order: { args: [OperatorOrder] } = { args: [{ reason: 'given back at the desk' }] };
    expect(await refusalOf(failed.handle.executeUpdate(retryRefund, order))).toBe(
      'refund_exceeds_balance',
    );
    await failed.handle.executeUpdate(markRefundedManually, order);
    expect(await failed.result()).toMatchObject({ refund: { status: 'failed', manual: true } });
    expect(await failed.details()).toBe(
      '129.90 EUR was given back otherwise. This refund is closed.',
    );
    expect(world.books.view()).toMatchObject({ status: 'REFUNDED', needsAttention: false });
    expect(upserts(await failed.handle.fetchHistory())).toMatchObject([
      { NeedsAttention: true },
      { NeedsAttention: false },
    ]);
    await failed.keep('given-back-otherwise');
  });
});

it('takes a refund up again when it fails after it had succeeded', async () => {
  const world = createWorld('bk-failed-late');
  world.stripe.pay();
  await inWorld(world, async (starts) => {
    const saga = await starts.saga();
    await saga.tell();
    await saga.result();
    const request = { paymentId: world.books.view().paymentId, reason: 'no show' };
    const first = await starts.refund('refund-late', request);
    await first.result();
    const refundId = (await first.handle.query(getRefund))!.refundId;
    expect(world.books.view()).toMatchObject({ status: 'REFUNDED', paymentStatus: 'refunded' });

    world.stripe.refunding = 'fails';
    const again = await starts.refund('refund-late', { ...request, resume: refundId });
    await again.shows('failed');
    expect(world.books.view()).toMatchObject({ status: 'REFUNDED', paymentStatus: 'completed' });
    await again.handle.executeUpdate(markRefundedManually, { args: [{ reason: 'bank transfer' }] });
    await again.result();
    expect(world.books.view().paymentStatus).toBe('refunded');
    await again.keep('failed-after-success');
  });
});

it('believes the news that came while the refund was still being opened', async () => {
  const world = createWorld('bk-failed-meanwhile');
  const gate = { reached: () => {}, leave: () => {} };
  const reached = new Promise<void>((resolve) => (gate.reached = resolve));
  const left = new Promise<void>((resolve) => (gate.leave = resolve));
  world.stripe.meanwhile = () => (gate.reached(), left);
  await refundConfirmed(world, 'refund-meanwhile', undefined, async (refund) => {
    await reached; // Stripe has said "succeeded"; the activity has not ended
    world.stripe.refunding = 'fails';
    await refund.handle.signal(refundUpdated, { stripeEventId: 'evt_late', objectId: 're_1' });
    gate.leave();
    await refund.shows('Send the update `retryRefund`');
    expect(world.books.view()).toMatchObject({ status: 'REFUNDED', needsAttention: true });
  });
});

it('still takes a person’s act when its run was asked to cancel', async () => {
  const world = createWorld('bk-refund-run-cancelled');
  world.stripe.refunding = 'fails';
  await refundConfirmed(world, 'refund-run-cancelled', undefined, async (refund) => {
    await refund.shows('Send the update `retryRefund`');
    await refund.handle.cancel();
    await refund.handle.executeUpdate(markRefundedManually, { args: [{ reason: 'paid in cash' }] });
    expect(await refund.result()).toMatchObject({ refund: { status: 'succeeded', attempt: 2 } });
  });
});

it.each([[], ['paid in cash'], [{ reason: 7 }], [{ reason: ' ' }]])(
  'refuses an act that is sent with %j, and says what it needs',
  async (...args: unknown[]) => {
    const world = createWorld(`bk-act-without-reason-${JSON.stringify(args).length}`);
    world.stripe.refunding = 'fails';
    const workflowId = `refund-${world.request.bookingId}`;
    await refundConfirmed(world, workflowId, undefined, async (refund) => {
      await refund.shows('Send the update `retryRefund`');
      const sent = refund.handle.executeUpdate(retryRefund, { args: args as [OperatorOrder] });
      expect(await refusalOf(sent)).toBe('reason_required');
      await refund.handle.executeUpdate(markRefundedManually, { args: [{ reason: 'in cash' }] });
      await refund.result();
    });
  },
);
