import { eventually } from '../support/eventually';
import { refusalOf } from './failures';
import { useSagas } from './sagas';
import { createWorld } from './world';

const { withSaga, sleep } = useSagas();

const MINUTE = 60_000;
const WHY = { reason: 'the customer is on the telephone' };
const inMinutes = (from: string, minutes: number) =>
  new Date(Date.parse(from) + minutes * MINUTE).toISOString();

describe('confirmPayment', () => {
  it('confirms for the customer and answers with the booking', async () => {
    const world = createWorld('bk-server-confirms');
    await withSaga(world, async (saga) => {
      await saga.shows('Waiting for the customer');
      const { booking, declined } = await saga.confirm({ paymentMethodId: 'pm_good' });
      expect(declined).toBeUndefined();
      expect(booking).toMatchObject({ status: 'CONFIRMED' });
      expect(await saga.result()).toEqual({ status: 'CONFIRMED' });
      expect(world.calls).toEqual(['openPayment', 'confirmPayment']);
      await saga.keep('confirmed-by-server');
    });
  });

  it('answers a decline, and the customer may try another card', async () => {
    const world = createWorld('bk-server-declined');
    await withSaga(world, async (saga) => {
      await saga.shows('Waiting for the customer');
      const first = await saga.confirm({ paymentMethodId: 'pm_declined' });
      expect(first).toMatchObject({
        booking: { status: 'PENDING_PAYMENT' },
        declined: { code: 'card_declined', declineCode: 'insufficient_funds' },
      });
      await saga.confirm({ paymentMethodId: 'pm_good' });
      expect(await saga.result()).toEqual({ status: 'CONFIRMED' });
      await saga.keep('declined-then-confirmed-by-server');
    });
  });

  it('confirms once for one update id, however often it is sent', async () => {
    const world = createWorld('bk-server-once');
    await withSaga(world, async (saga) => {
      await saga.shows('Waiting for the customer');
      const order = { paymentMethodId: 'pm_3ds' };
      await Promise.all([saga.confirm(order, 'u-1'), saga.confirm(order, 'u-1')]);
      expect(world.stripe.confirmations).toBe(1);
      world.stripe.pay();
      await saga.tell();
      expect(await saga.result()).toEqual({ status: 'CONFIRMED' });
    });
  });

  it('begins no attempt after the deadline, and says how the booking stands', async () => {
    const world = createWorld('bk-server-late');
    world.stripe.intent = 'processing'; // Stripe works on it, so the booking outlasts its deadline
    await withSaga(world, async (saga) => {
      await saga.tell();
      await sleep('16m');
      const { booking } = await saga.confirm({ paymentMethodId: 'pm_good' });
      expect(booking).toMatchObject({ status: 'PENDING_PAYMENT', paymentStatus: 'processing' });
      expect(world.stripe.confirmations).toBe(0);
      world.stripe.intent = 'requires_payment_method';
      expect(await saga.result()).toEqual({ status: 'EXPIRED' });
    });
  });

  it.each([
    [{ paymentMethodId: 'card' }, 'validation_failed'],
    [{ paymentMethodId: 'pm_1', returnUrl: 'javascript:alert(1)' }, 'validation_failed'],
  ])('refuses %j', async (order, code) => {
    const world = createWorld('bk-server-wrong');
    await withSaga(world, async (saga) => {
      await saga.shows('Waiting for the customer');
      expect(await refusalOf(saga.confirm(order))).toBe(code);
      await saga.cancel();
      await saga.result();
    });
  });
});

describe('extendDeadline', () => {
  it('gives the customer more time: nothing expires before, everything after', async () => {
    const world = createWorld('bk-extended');
    await withSaga(world, async (saga) => {
      await saga.shows('Waiting for the customer');
      const before = world.books.view().expiresAt;
      const until = inMinutes(before, 30);
      expect(await saga.extend({ expiresAt: until, ...WHY })).toMatchObject({ expiresAt: until });
      await saga.shows(`until ${until.slice(11, 16)} UTC`);
      await sleep('40m');
      expect(world.books.view()).toMatchObject({ status: 'PENDING_PAYMENT' });
      expect(await saga.result()).toEqual({ status: 'EXPIRED' });
      expect(world.books.eventTypes()).toEqual([
        'booking.pending_payment',
        'payment.initiated',
        'booking.deadline_extended',
        'payment.expired',
        'booking.expired',
      ]);
      await saga.keep('extended-then-expired');
    });
  });

  it('waits for its turn while the booking is being opened', async () => {
    const world = createWorld('bk-extended-early');
    const opens = world.hold('openPayment');
    await withSaga(world, async (saga) => {
      const { startTime } = await saga.handle.describe();
      const until = inMinutes(startTime.toISOString(), 60);
      const extended = saga.extend({ expiresAt: until, ...WHY });
      await eventually('the booking is opened', () => world.times('openPayment') === 1);
      opens();
      expect(await extended).toMatchObject({ expiresAt: until });
      await saga.cancel();
      await saga.result();
    });
  });

  it('refuses what is not in order, and says why', async () => {
    const world = createWorld('bk-extended-wrong');
    await withSaga(world, async (saga) => {
      await saga.shows('Waiting for the customer');
      const { expiresAt } = world.books.view();
      const later = inMinutes(expiresAt, 5);
      expect(await refusalOf(saga.extend({ expiresAt: later }))).toBe('reason_required');
      for (const wrong of ['soon', expiresAt, inMinutes(expiresAt, 8 * 24 * 60)])
        expect(await refusalOf(saga.extend({ expiresAt: wrong, ...WHY }))).toBe(
          'validation_failed',
        );
      world.stripe.pay();
      await saga.tell();
      expect(await saga.result()).toEqual({ status: 'CONFIRMED' });
      expect(world.times('extendDeadline')).toBe(0);
    });
  });

  it('is refused when the money came first', async () => {
    const world = createWorld('bk-extended-late');
    world.owner.confirms = 'when asked again';
    await withSaga(world, async (saga) => {
      await saga.shows('Waiting for the customer');
      const until = inMinutes(world.books.view().expiresAt, 5);
      world.stripe.pay();
      const confirms = world.hold('confirmBooking');
      await saga.tell();
      await saga.shows('Paid. Waiting');
      expect(await refusalOf(saga.extend({ expiresAt: until, ...WHY }))).toBe('booking_not_open');
      confirms();
      expect(await saga.result()).toEqual({ status: 'CONFIRMED' });
    });
  });
});

it.each([
  ['cancel', { cancelledBy: 'operator', reason: 'a\0b' }],
  ['cancel', { cancelledBy: 'operator', reason: 'x'.repeat(501) }],
  ['cancel', { cancelledBy: 'customer', reason: { why: 'me' } }],
  ['extend', { expiresAt: '2026-03-04', reason: 'slow', actor: 5 }],
  ['extend', { expiresAt: '2026-03-04', reason: 'slow', actor: null }],
  ['extend', { expiresAt: '2026-03-04', reason: '\ud800' }],
] as const)(
  '%s: what no row could keep is refused before anything is done: %j',
  async (act, given) => {
    const world = createWorld('bk-odd-words');
    await withSaga(world, async (saga) => {
      await saga.shows('Waiting for the customer');
      expect(await refusalOf(saga[act](given as never))).toBe('validation_failed');
      expect(world.stripe.intent).toBe('requires_payment_method');
      await saga.cancel();
      await saga.result();
    });
  },
);
