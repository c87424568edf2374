import { WorkflowFailedError } from '@temporalio/client';
import { CancelledFailure } from '@temporalio/common';
import { eventually } from '../support/eventually';
import { countOf } from './billed';
import { refusalOf } from './failures';
import { useSagas, type Saga } from './sagas';
import { createWorld } from './world';

const { withSaga } = useSagas();

/** The run closed as Cancelled, which a client sees as this failure. */
async function closesAsCancelled(saga: Saga): Promise<void> {
  const failure: unknown = await saga.result().catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(WorkflowFailedError);
  expect((failure as WorkflowFailedError).cause).toBeInstanceOf(CancelledFailure);
}

it('cancels for the customer once Stripe has closed the PaymentIntent', async () => {
  const world = createWorld('bk-cancelled');
  await withSaga(world, async (saga) => {
    const answer = await saga.cancel();
    expect(answer).toMatchObject({ status: 'CANCELLED', paymentStatus: 'cancelled' });
    expect(world.stripe.intent).toBe('canceled');
    expect(await saga.result()).toEqual({ status: 'CANCELLED' });
    expect(await saga.details()).toBe('Cancelled (customer). Nothing was charged.');
    expect(world.calls).toEqual(['openPayment', 'closePayment', 'releaseBooking']);
    await saga.keep('cancelled-by-customer');
  });
});

it('answers a second cancel with the first one while the places are being released', async () => {
  const world = createWorld('bk-cancelled-twice');
  await withSaga(world, async (saga) => {
    const release = world.hold('releaseBooking');
    const first = await saga.cancel();
    expect(await saga.cancel()).toEqual(first);
    release();
    expect(await saga.result()).toEqual({ status: 'CANCELLED' });
    expect(world.times('closePayment')).toBe(1);
    await saga.keep('cancelled-twice');
  });
});

it('answers two cancels that come together with one look at Stripe', async () => {
  const world = createWorld('bk-two-cancels');
  await withSaga(world, async (saga) => {
    const opens = world.hold('openPayment');
    const answers = Promise.all([saga.cancel(), saga.cancel()]);
    await eventually('the updates are accepted', async () => {
      const history = await saga.handle.fetchHistory();
      return countOf(history, 'EVENT_TYPE_WORKFLOW_EXECUTION_UPDATE_ACCEPTED') === 2;
    });
    opens();
    expect(await answers).toMatchObject([{ status: 'CANCELLED' }, { status: 'CANCELLED' }]);
    expect(await saga.result()).toEqual({ status: 'CANCELLED' });
    expect(world.times('closePayment')).toBe(1);
  });
});

it('R12: refuses a cancel that finds the money in, and confirms the booking', async () => {
  const world = createWorld('bk-cancel-too-late');
  await withSaga(world, async (saga) => {
    await saga.shows('Waiting for the customer');
    world.stripe.pay(); // its webhook has not come yet
    expect(await refusalOf(saga.cancel())).toBe('payment_not_cancellable');
    expect(await saga.result()).toEqual({ status: 'CONFIRMED' });
    await saga.keep('cancel-refused-paid');
  });
});

it('lets a cancel and a payment that meet have one winner', async () => {
  const world = createWorld('bk-cancel-race');
  await withSaga(world, async (saga) => {
    await saga.shows('Waiting for the customer');
    const closes = world.hold('closePayment');
    const refusal = refusalOf(saga.cancel());
    await eventually('Stripe is asked to close', () => world.times('closePayment') === 1);
    world.stripe.pay();
    await saga.tell();
    closes();
    expect(await refusal).toBe('payment_not_cancellable');
    expect(await saga.result()).toEqual({ status: 'CONFIRMED' });
    expect(world.books.eventTypes()).not.toContain('payment.cancelled');
    await saga.keep('cancel-lost-against-payment');
  });
});

it('refuses a cancel once the money is in, without asking Stripe again', async () => {
  const world = createWorld('bk-cancel-paid');
  world.owner.confirms = 'when asked again';
  await withSaga(world, async (saga) => {
    await saga.shows('Waiting for the customer');
    const confirms = world.hold('confirmBooking');
    world.stripe.pay();
    await saga.tell();
    await saga.shows('Paid. Waiting for the booking owner');
    expect(await refusalOf(saga.cancel())).toBe('payment_not_cancellable');
    confirms();
    expect(await saga.result()).toEqual({ status: 'CONFIRMED' });
    expect(world.times('closePayment')).toBe(0);
  });
});

it('asks an operator for a reason, and anybody for who cancels', async () => {
  const world = createWorld('bk-cancel-operator');
  await withSaga(world, async (saga) => {
    await saga.shows('Waiting for the customer');
    expect(await refusalOf(saga.cancel({ cancelledBy: 'operator' }))).toBe('reason_required');
    expect(await refusalOf(saga.cancel({ cancelledBy: 'operator', reason: ' ' }))).toBe(
      'reason_required',
    );
    for (const order of [{}, { cancelledBy: 'provider' }])
      expect(await refusalOf(saga.cancel(order as never))).toBe('cancelled_by_required');
    const order = { cancelledBy: 'operator', reason: 'fraud suspected' } as const;
    expect(await saga.cancel(order)).toMatchObject({ status: 'CANCELLED', reason: 'operator' });
    expect(await saga.result()).toEqual({ status: 'CANCELLED' });
    await saga.keep('cancelled-by-operator');
  });
});

it('closes the payment when the run is cancelled in the Web UI, and ends as Cancelled', async () => {
  const world = createWorld('bk-run-cancelled');
  await withSaga(world, async (saga) => {
    await saga.shows('Waiting for the customer');
    await saga.handle.cancel();
    await closesAsCancelled(saga);
    expect(world.books.view()).toMatchObject({ status: 'CANCELLED', reason: 'operator' });
    expect(world.calls).toEqual(['openPayment', 'closePayment', 'releaseBooking']);
    await saga.keep('run-cancelled');
  });
});

it('goes on and confirms when the run is cancelled, but the money is in', async () => {
  const world = createWorld('bk-run-cancelled-paid');
  await withSaga(world, async (saga) => {
    await saga.shows('Waiting for the customer');
    world.stripe.pay();
    await saga.handle.cancel();
    expect(await saga.result()).toEqual({ status: 'CONFIRMED' });
    await saga.keep('run-cancelled-paid');
  });
});

it('ends as Cancelled when the run was cancelled while Stripe still worked on the payment', async () => {
  const world = createWorld('bk-run-cancelled-processing');
  await withSaga(world, async (saga) => {
    world.stripe.intent = 'processing';
    await saga.tell();
    await saga.shows('Stripe works on the payment');
    await saga.handle.cancel();
    await eventually('Stripe is asked to close', () => world.times('closePayment') === 1);
    world.stripe.intent = 'requires_payment_method';
    await closesAsCancelled(saga);
    expect(world.books.view().status).toBe('EXPIRED');
  });
});

it('goes on taking orders after a cancelled run had to go on', async () => {
  const world = createWorld('bk-run-cancelled-then-asked');
  world.stripe.intent = 'processing';
  await withSaga(world, async (saga) => {
    await saga.shows('Waiting for the customer');
    await saga.handle.cancel();
    await eventually('Stripe refuses to cancel', () => world.times('closePayment') === 1);
    const { booking } = await saga.confirm({ paymentMethodId: 'pm_good' });
    expect(booking).toMatchObject({ status: 'CONFIRMED' });
    expect(await saga.result()).toEqual({ status: 'CONFIRMED' });
  });
});
