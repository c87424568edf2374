import fc from 'fast-check';
import { mayBecome, mayPaymentBecome } from '../../src/domain/transition-table';
import { accepted } from '../../src/domain/decisions/opening';
import { ForbiddenMove } from '../../src/domain/evolve';
import { FACTS } from './facts';
import { newBooking, tell, type Fact } from './story';

/** Any fact that may ever be told of a booking, whether it makes sense now or not. */
const fact: fc.Arbitrary<Fact> = fc.constantFrom(...FACTS.map((one) => one.fact));

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

it('says of a booking event always a new status, but for a new deadline', () => {
  fc.assert(
    fc.property(anyFacts, (facts) => {
      const { events } = tellAll(facts);
      events.slice(1).forEach(({ eventType, payload }, index) => {
        const changed = payload.bookingStatus !== events[index]!.payload.bookingStatus;
        const moves = eventType.startsWith('booking.') && eventType !== 'booking.deadline_extended';
        expect(changed).toBe(moves);
      });
    }),
    { numRuns: 500 },
  );
});
