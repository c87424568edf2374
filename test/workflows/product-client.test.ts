import { eventually } from '../support/eventually';
import { createDevServer } from '../support/temporal';
import { useSagas } from './sagas';
import { createWorld } from './world';

// The real server: the other one never answers an update whose workflow was terminated.
const { inWorld } = useSagas(createDevServer);

const REASON = { reason: 'paid in cash' };

/** What the API learns of an update, from a server and a worker. */
describe('an update by the product’s client', () => {
  it('is answered, refused in the workflow’s words, or finds nobody', async () => {
    const world = createWorld('bk-client');
    await inWorld(world, async ({ saga: start, bookings }) => {
      const saga = await start();
      await saga.shows('Waiting for the customer');
      const { workflowId } = saga.handle;
      const declined = await bookings.confirm(
        workflowId,
        { paymentMethodId: 'pm_declined' },
        'u-1',
      );
      expect(declined).toMatchObject({
        outcome: 'done',
        answer: { booking: { status: 'PENDING_PAYMENT' }, declined: { code: 'card_declined' } },
      });
      expect(await bookings.confirm(workflowId, { returnUrl: 'javascript:1' }, 'u-2')).toEqual({
        outcome: 'refused',
        type: 'validation_failed',
        message: 'returnUrl must be an http or https address',
      });
      expect(
        await bookings.extend(workflowId, { ...REASON, expiresAt: 'soon' }, 'u-3'),
      ).toMatchObject({ outcome: 'refused', type: 'validation_failed' });
      expect(await bookings.cancel(workflowId, { cancelledBy: 'customer' }, 'u-4')).toMatchObject({
        outcome: 'done',
        answer: { status: 'CANCELLED' },
      });
      await saga.result();
      expect(await bookings.confirm(workflowId, {}, 'u-5')).toEqual({ outcome: 'gone' });
    });
  });

  it('finds nobody when the workflow is terminated before it can answer', async () => {
    const world = createWorld('bk-client-terminated');
    await inWorld(world, async ({ saga: start, bookings }) => {
      const saga = await start();
      await saga.shows('Waiting for the customer');
      const letGo = world.hold('confirmPayment');
      const asked = bookings.confirm(saga.handle.workflowId, { paymentMethodId: 'pm_good' }, 'u-1');
      await eventually('Stripe is asked', () => world.times('confirmPayment') === 1);
      await saga.handle.terminate();
      letGo();
      expect(await asked).toEqual({ outcome: 'gone' });
    });
  });

  it('is told that a refund is not open yet, and may come again under the same id', async () => {
    const world = createWorld('bk-client-refund');
    world.stripe.pay();
    await inWorld(world, async ({ saga: start, refund: startRefund, refunds }) => {
      const saga = await start();
      await saga.tell();
      await saga.result();
      world.stripe.refunding = 'fails';
      const open = world.hold('openRefund');
      const { paymentId } = world.books.view();
      const refund = await startRefund('refund-1', { paymentId, reason: 'seat changed' });
      const mark = () => refunds.markRefunded('refund-1', REASON, 'act-1');
      expect(await mark()).toMatchObject({ outcome: 'refused', type: 'refund_not_open' });
      open();
      await refund.shows('markRefundedManually');
      expect(await mark()).toMatchObject({ outcome: 'done', answer: { status: 'succeeded' } });
      await refund.result();
      expect(await refunds.retry('refund-1', REASON, 'act-2')).toEqual({ outcome: 'gone' });
    });
  });
});
