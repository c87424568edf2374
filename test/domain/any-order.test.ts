import fc from 'fast-check';
import { mayBecome, mayPaymentBecome } from '../../src/domain/transition-table';
import { closed, type Closing } from '../../src/domain/decisions/closing';
import { confirmed, unconfirmable } from '../../src/domain/decisions/confirming';
import { accepted, opened } from '../../src/domain/decisions/opening';
import { attemptFailed, paid, processing, strayMoney } from '../../src/domain/decisions/paying';
import { refundFailed, refundRequested, refundSettled } from '../../src/domain/decisions/refunding';
import { ForbiddenMove } from '../../src/domain/evolve';
import { CHARGE, INTENT, declined, newBooking, own, refundOf, tell, type Fact } from './story';

const small = fc.integer({ min: 1, max: 3 });
const endings: Closing[] = [
  { how: 'expired' },
  { how: 'failed', failure: { errorCode: 'card_declined' } },
  { how: 'cancelled', cancelledBy: 'customer' },
  { how: 'cancelled', cancelledBy: 'owner', reason: 'unavailable' },
];
const refund = fc
  .record({ n: small, attempt: small })
  .map(({ n, attempt }) => refundOf({ refundId: `rfd_${n}`, attempt, amountMinor: 5_000 }));
const charge = fc
  .record({ ours: fc.boolean(), refunded: fc.constantFrom(0, 5_000, 12_990) })
  .map(({ ours, refunded }) =>
    own(refunded, ours ? {} : { own: false, stripeChargeId: 'ch_stray_1' }),
  );

/** Any fact that may ever be told of a booking, whether it makes sense now or not. */
const fact: fc.Arbitrary<Fact> = fc.oneof(
  fc.constant<Fact>((now) => opened(now, INTENT)),
  fc.constant<Fact>((now) => processing(now, 'processing')),
  small.map<Fact>((n) => (now) => attemptFailed(now, declined(n))),
  fc
    .constantFrom(12_990, 1)
    .map<Fact>((amountMinor) => (now) => paid(now, { ...CHARGE, amountMinor }, false)),
  small.map<Fact>((n) => (now) => strayMoney(now, { ...CHARGE, stripeChargeId: `ch_stray_${n}` })),
  fc.constantFrom(...endings).map<Fact>((closing) => (now) => closed(now, closing)),
  fc.constant<Fact>(confirmed),
  fc.constant<Fact>((now) => unconfirmable(now, 'unavailable')),
  fc.tuple(refund, charge).map<Fact>(
    ([r, c]) =>
      (now) =>
        refundRequested(now, r, c),
  ),
  fc.tuple(refund, charge).map<Fact>(
    ([r, c]) =>
      (now) =>
        refundSettled(now, r, c),
  ),
  fc.tuple(refund, charge).map<Fact>(
    ([r, c]) =>
      (now) =>
        refundFailed(now, r, c, {}),
  ),
);

/** What the tables forbid is dropped, as Stripe's news is when it is flagged. */
function tellAll(facts: readonly Fact[]) {
  let state = newBooking();
  const events = [];
  for (const one of [accepted, ...facts]) {
    try {
      const told = tell([one], state);
      state = told.state;
      events.push(...told.events);
    } catch (error) {
      if (!(error instanceof ForbiddenMove)) throw error;
    }
  }
  return { state, events };
}

const anyFacts = fc.array(fact, { maxLength: 25 });

it('numbers the events without gaps and names each once, whatever is told in whatever order', () => {
  fc.assert(
    fc.property(anyFacts, (facts) => {
      const { state, events } = tellAll(facts);
      expect(events.map(({ sequence }) => sequence)).toEqual(events.map((_, index) => index + 1));
      expect(new Set(events.map(({ eventId }) => eventId)).size).toBe(events.length);
      expect(state.sequence).toBe(events.length);
      expect(state.history).toEqual(new Set(events.map(({ eventId }) => eventId)));
    }),
    { numRuns: 500 },
  );
});

it('never leaves the tables, whatever is told in whatever order', () => {
  fc.assert(
    fc.property(anyFacts, (facts) => {
      const { events } = tellAll(facts);
      events.slice(1).forEach(({ payload }, index) => {
        const before = events[index]!.payload;
        expect(mayBecome(before.bookingStatus, payload.bookingStatus)).toBe(true);
        expect(mayPaymentBecome(before.paymentStatus, payload.paymentStatus)).toBe(true);
      });
    }),
    { numRuns: 500 },
  );
});

it('says of a booking event always a new status', () => {
  fc.assert(
    fc.property(anyFacts, (facts) => {
      const { events } = tellAll(facts);
      events.slice(1).forEach(({ eventType, payload }, index) => {
        const changed = payload.bookingStatus !== events[index]!.payload.bookingStatus;
        expect(changed).toBe(eventType.startsWith('booking.'));
      });
    }),
    { numRuns: 500 },
  );
});
