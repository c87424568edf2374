import { CONFIRMED, OPENED, event, kept, nothing, type Ending } from './ending';
import type { DemoBooking } from '../booking';
import type { Stage } from '../stage/stage';

/** What the deadline decides, and who moves it. */

const extended = event('booking.deadline_extended', { reason: 'demo: the customer called' });
const SOME_MORE_MS = 15_000;
const AFTER_MS = 2_000;

/** Right after the creation; answers by when the first deadline is surely over. */
async function extend(booking: DemoBooking, { temporal, policy }: Stage): Promise<number> {
  const firstMs = Date.now() + policy.windowMs;
  const expiresAt = new Date(firstMs + SOME_MORE_MS).toISOString();
  const { reason } = extended.says!;
  await temporal.order(booking, 'extendDeadline', { expiresAt, reason });
  return firstMs;
}

const paidLater: Ending = {
  name: 'extended',
  about: 'given more time, and paid after the first deadline',
  needs: 'a short payment window',
  async drive(booking, stage) {
    const { api, customer, pause } = stage;
    const intentId = await api.create(booking);
    const firstMs = await extend(booking, stage);
    booking.step = 'letting the first deadline pass';
    await pause(Math.max(0, firstMs + AFTER_MS - Date.now()));
    await customer.pay(booking, intentId);
  },
  expected: (booking) => ({
    ...kept(booking),
    events: [...OPENED, extended, event('payment.completed'), event('booking.confirmed')],
  }),
};

const expiredLater: Ending = {
  name: 'extended-unpaid',
  about: 'given more time, and not paid all the same',
  needs: 'a short payment window',
  async drive(booking, stage) {
    await stage.api.create(booking);
    await extend(booking, stage);
    await stage.until(booking, { booking: 'EXPIRED' }, stage.policy.windowMs + SOME_MORE_MS);
  },
  expected: () =>
    nothing('EXPIRED', 'expired', [
      ...OPENED,
      extended,
      event('payment.expired'),
      event('booking.expired'),
    ]),
};

const unheard: Ending = {
  name: 'unheard',
  about: 'paid, and every webhook lost: found at the deadline',
  needs: 'a short payment window',
  async drive(booking, { api, customer, bank, until, policy }) {
    await bank.loseWebhooks(booking);
    await customer.pay(booking, await api.create(booking));
    await until(booking, { booking: 'CONFIRMED' }, policy.windowMs);
  },
  expected: (booking) => ({ ...kept(booking), events: CONFIRMED }),
};

const unauthenticated: Ending = {
  name: '3ds-left',
  about: 'asked to authenticate, and never came back',
  needs: 'a short payment window',
  async drive(booking, { api, customer, until, policy }) {
    const intentId = await api.create(booking);
    await customer.pay(booking, intentId, 'pm_card_threeDSecure2Required');
    await until(booking, { booking: 'EXPIRED' }, policy.windowMs);
  },
  expected: () =>
    nothing('EXPIRED', 'expired', [
      ...OPENED,
      event('payment.processing', { stripeStatus: 'requires_action' }),
      event('payment.expired'),
      event('booking.expired'),
    ]),
};

export const timed = [paidLater, expiredLater, unheard, unauthenticated];
