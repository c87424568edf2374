import { eventually } from '../support/eventually';
import { paymentUpdated } from '../../src/workflows/messages';
import { useSagas } from './sagas';
import { createWorld } from './world';

const { withSaga } = useSagas();

it('reads Stripe once for all the signals that came while it was reading', async () => {
  const world = createWorld('bk-many-signals');
  await withSaga(world, async (saga) => {
    await saga.shows('Waiting for the customer');
    const settles = world.hold('settlePayment');
    await saga.tell();
    await eventually('Stripe is being read', () => world.times('settlePayment') === 1);
    for (let n = 0; n < 5; n += 1) await saga.tell();
    settles();
    await eventually('Stripe was read again', () => world.times('settlePayment') === 2);
    await saga.shows('Waiting for the customer');
    expect(world.stripe.reads).toBe(2);
    await saga.result();
    expect(world.times('settlePayment')).toBe(2);
    await saga.keep('many-signals');
  });
});

it('ignores an event of Stripe that is signalled again', async () => {
  const world = createWorld('bk-same-signal');
  await withSaga(world, async (saga) => {
    await saga.tell('evt_same');
    await eventually('Stripe was read', () => world.times('settlePayment') === 1);
    await saga.tell('evt_same');
    await saga.tell('evt_same');
    expect(await saga.result()).toEqual({ status: 'EXPIRED' });
    expect(world.times('settlePayment')).toBe(1);
  });
});

it('looks at Stripe when a person sends the signal by hand, without an argument', async () => {
  const world = createWorld('bk-signal-by-hand');
  await withSaga(world, async (saga) => {
    world.stripe.pay();
    await saga.handle.signal(paymentUpdated);
    expect(await saga.result()).toEqual({ status: 'CONFIRMED' });
    expect(world.times('settlePayment')).toBe(1);
  });
});

it('ends well when signals arrive together with its closing', async () => {
  const world = createWorld('bk-closing-signal');
  await withSaga(world, async (saga) => {
    await saga.shows('Waiting for the customer');
    const settles = world.hold('settlePayment');
    world.stripe.pay();
    await saga.tell();
    await eventually('Stripe is being read', () => world.times('settlePayment') === 1);
    const late = Promise.allSettled([saga.tell(), saga.tell(), saga.tell()]);
    settles();
    await late;
    expect(await saga.result()).toEqual({ status: 'CONFIRMED' });
    expect(world.times('settlePayment')).toBe(1);
    await saga.keep('signals-with-closing');
  });
});
