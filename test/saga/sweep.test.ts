import { setTimeout as pause } from 'node:timers/promises';
import { judged } from './invariants';
import { wordsOf } from './judge/violation';
import { MINUTE } from './rig/rig';
import { typesOf } from './seen';
import { useRig } from './rigs';

jest.setTimeout(400_000);
const rig = useRig();

/** Milliseconds from the critical moment at which the customer pays. */
const OFFSETS = Array.from({ length: 21 }, (_, n) => -500 + n * 50);
const LEAD_MS = 3_000;

type Opened = Awaited<ReturnType<ReturnType<typeof rig>['opened']>>;

/** Opened one after the other, so that each has a moment of its own. */
async function openMany(count: number): Promise<Opened[]> {
  const made: Opened[] = [];
  for (let n = 0; n < count; n += 1) made.push(await rig().opened());
  return made;
}

/** One winner: paid and confirmed, or over and whatever was taken given back. */
async function onlyOneWinner(bookings: readonly Opened[], over: string) {
  await rig().quiet();
  expect(await rig().rest()).toEqual([]);
  const endings = await Promise.all(
    bookings.map(async (booking) => {
      const types = await typesOf(rig(), booking);
      const confirmed = types.includes('booking.confirmed');
      expect(confirmed).not.toBe(types.includes(`booking.${over}`));
      return confirmed;
    }),
  );
  const { violations } = await judged(rig(), bookings);
  expect(wordsOf(violations)).toEqual([]);
  return endings;
}

it('H7: payments from 500 ms before to 500 ms after the deadline are each confirmed or given back, never both', async () => {
  const bookings = await openMany(OFFSETS.length);
  const expiresAt = async ({ bookingId }: Opened) =>
    (await rig().rowOf(bookingId))!.expiresAt.getTime();
  const deadlines = await Promise.all(bookings.map(expiresAt));
  // Up to the first deadline time is skipped; from there on it runs as on any clock.
  const skipMs = Math.min(...deadlines) - (await rig().env.currentTimeMs()) - LEAD_MS;
  await rig().pass(skipMs);
  const aheadMs = (await rig().env.currentTimeMs()) - Date.now();
  const said = await Promise.all(
    bookings.map(async ({ intentId }, n) => {
      await pause(Math.max(0, deadlines[n]! + OFFSETS[n]! - aheadMs - Date.now()));
      return rig().customer.pay(intentId);
    }),
  );
  const confirmed = await onlyOneWinner(bookings, 'expired');
  // Whom Stripe took money from is confirmed; for the others the PaymentIntent was closed.
  expect(confirmed).toEqual(said.map((answer) => typeof answer !== 'string'));
  expect(new Set(confirmed)).toEqual(new Set([true, false]));
});

it('H9: payments from 500 ms before to 500 ms after a cancel have one winner, and money follows it', async () => {
  const bookings = await openMany(OFFSETS.length);
  const answers: { cancel: number; paid: boolean }[] = [];
  for (const [n, { bookingId, paymentId, intentId }] of bookings.entries()) {
    const offset = OFFSETS[n]!;
    const [told, answer] = await Promise.all([
      pause(Math.max(0, -offset)).then(() => rig().caller.cancel(bookingId, paymentId)),
      pause(Math.max(0, offset)).then(() => rig().customer.pay(intentId)),
    ]);
    answers.push({ cancel: told.status, paid: typeof answer !== 'string' });
  }
  const confirmed = await onlyOneWinner(bookings, 'cancelled');
  expect(confirmed).toEqual(answers.map(({ paid }) => paid));
  for (const { cancel, paid } of answers) expect(cancel).toBe(paid ? 409 : 200);
});

it('H7: a window’s last second and the first after it, late news and all', async () => {
  const [before, after] = [await rig().opened(), await rig().opened()];
  await rig().webhookFault({ kind: 'delay', ms: 700, times: null });
  await rig().pass(15 * MINUTE - 6_000);
  await rig().customer.pay(before.intentId);
  await rig().pass(30_000);
  await rig().becomes(before.bookingId, 'CONFIRMED');
  await rig().becomes(after.bookingId, 'EXPIRED');
  const { bookingId, paymentId } = after;
  await rig().customer.payBeside(after, { bookingId, paymentId });
  await rig().heard(after, 'payment.refunded');
});
