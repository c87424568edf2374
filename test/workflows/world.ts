import type { Activities } from '../../src/activities';
import type { StartRefusal } from '../../src/activities/booking-request';
import type { BookingRequest } from '../../src/domain/booking';
import { emptyTally } from '../../src/domain/scan-tally';
import { createBooks } from './books';
import { createBank, disputeFakes } from './dispute-fakes';
import { paymentFakes, type Owner } from './payment-fakes';
import { refundFakes } from './refund-fakes';
import { createStripe } from './stripe-stand-in';
import { createBiller, subscriptionFakes } from './subscription-fakes';

/** What a scan answers that had one event to recover. */
export const CAUGHT_UP = {
  ...{ ...emptyTally(), read: 3, known: 2, recovered: 1 },
  ...{ since: '2026-03-01T09:05:00.000Z', until: '2026-03-04T09:15:00.000Z', complete: true },
};

type Name = keyof Activities;
type Act = (...args: unknown[]) => Promise<unknown>;

/** Everything outside the workflows, for one booking: its rows, Stripe and the booking owner. */
export function createWorld(bookingId: string, more: Partial<BookingRequest> = {}) {
  const request: BookingRequest = {
    bookingId,
    userId: 'usr-77',
    amount: 12_990,
    currency: 'eur',
    bookingReference: 'TRIP-88',
    ...more,
  };
  const books = createBooks();
  const stripe = createStripe(request.amount, request.currency, request.captureMethod);
  const bank = createBank();
  const biller = createBiller();
  const owner: Owner = { holds: true, confirms: 'at once' };
  const start: { refusal?: StartRefusal } = {};
  const calls: Name[] = [];
  const acts: string[] = [];
  const gates = new Map<Name, Promise<void>>();

  // A missing activity is a compile error here.
  const fakes: Activities = {
    ...paymentFakes(books, stripe, owner, start),
    ...refundFakes(books, stripe, acts),
    ...disputeFakes(books, bank, acts),
    ...subscriptionFakes(biller, acts),
    publishPending: () => Promise.resolve({ published: 2, left: 0 }),
    backfillWebhooks: () => Promise.resolve(CAUGHT_UP),
  };

  /** Notes every call, and lets a test keep an activity waiting. */
  function watched<A extends unknown[], R>(name: Name, act: (...args: A) => Promise<R>) {
    return async (...args: A): Promise<R> => {
      calls.push(name);
      const gate = gates.get(name);
      gates.delete(name);
      await gate;
      return act(...args);
    };
  }

  const activities = Object.fromEntries(
    Object.entries(fakes).map(([name, act]) => [name, watched(name as Name, act as Act)]),
  ) as unknown as Activities;

  /** The next call of this activity waits until the answered function is called. */
  function hold(name: Name): () => void {
    let letGo!: () => void;
    gates.set(name, new Promise((resolve) => (letGo = resolve)));
    return () => letGo();
  }

  const times = (name: Name) => calls.filter((call) => call === name).length;

  return {
    request,
    books,
    stripe,
    bank,
    biller,
    owner,
    start,
    calls,
    times,
    acts,
    hold,
    activities,
  };
}

export type World = ReturnType<typeof createWorld>;
