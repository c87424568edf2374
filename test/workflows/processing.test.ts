import { scheduledAfterMs } from './billed';
import { useSagas } from './sagas';
import { createWorld, type World } from './world';

const { withSaga, sleep } = useSagas();

function processingWorld(bookingId: string): World {
  const world = createWorld(bookingId);
  world.stripe.intent = 'processing';
  return world;
}

it('waits beyond the deadline while Stripe works on the payment, and confirms it', async () => {
  const world = processingWorld('bk-processing');
  await withSaga(world, async (saga) => {
    await saga.tell();
    await saga.shows('Stripe works on the payment');
    await sleep('20m');
    expect(world.books.view()).toMatchObject({
      status: 'PENDING_PAYMENT',
      paymentStatus: 'processing',
    });
    world.stripe.pay();
    await saga.tell();
    expect(await saga.result()).toEqual({ status: 'CONFIRMED' });
    await saga.keep('processing-then-paid');
  });
});

it('expires after the deadline when the payment that Stripe worked on comes to nothing', async () => {
  const world = processingWorld('bk-processing-lost');
  await withSaga(world, async (saga) => {
    await saga.tell();
    await saga.shows('Stripe works on the payment');
    await sleep('20m');
    world.stripe.intent = 'requires_payment_method';
    expect(await saga.result()).toEqual({ status: 'EXPIRED' });
    await saga.keep('processing-then-expired');
  });
});

it('reads Stripe ever more rarely when a payment stays in work for days', async () => {
  const world = processingWorld('bk-processing-days');
  await withSaga(world, async (saga) => {
    await saga.tell();
    await saga.shows('Stripe works on the payment');
    await sleep('3 days');
    world.stripe.pay();
    await saga.tell();
    expect(await saga.result()).toEqual({ status: 'CONFIRMED' });
    const readings = scheduledAfterMs(await saga.handle.fetchHistory(), 'closePayment');
    expect(readings.length).toBeGreaterThan(24);
    expect(readings.length).toBeLessThan(100);
  });
});
