import fc from 'fast-check';
import { BOOKING_STATUSES } from '../../../src/domain/booking';
import type { CanonicalEvent, EventType } from '../../../src/domain/events';
import { CURRENCIES, MAX_AMOUNT_MINOR, exponentOf, toMinor } from '../../../src/domain/money';
import { PAYMENT_STATUSES } from '../../../src/domain/payment';
import { majorOf } from '../../../src/kafka/contracts/amounts';
import { contracts } from './booking-2041';
import { CUSTOMER, ORDER, examplesOf } from './examples';

const FAMILIES = ['canonical', 'dreamscape', 'customer', 'orders'];
const { render, topics } = contracts({ families: FAMILIES, ordersLifecycle: true });
const catalogue = new Map(topics.map((topic) => [topic.name, topic]));

const examples = examplesOf({ ...CUSTOMER, ...ORDER });
const bookingStatus = fc.constantFrom(...BOOKING_STATUSES);
const paymentStatus = fc.constantFrom(...PAYMENT_STATUSES);
const amountMinor = fc.integer({ min: 1, max: MAX_AMOUNT_MINOR });
const step = (currency: string) => (currency === 'isk' ? 100 : exponentOf(currency) === 3 ? 10 : 1);

/** Any event about any booking that all families can carry, in any status that it could have. */
const told = fc.record({
  example: fc.constantFrom(...examples),
  payload: fc.record({
    ...{ bookingStatus, paymentStatus, amountMinor },
    currency: fc.constantFrom(...CURRENCIES),
    bookingId: fc.bigInt(1n, BigInt(Number.MAX_SAFE_INTEGER)).map(String),
  }),
  gone: fc.subarray(['stripePaymentIntentId', 'paymentMethod', 'bookingReference']),
  facts: fc.record({
    stray: fc.boolean(),
    previous: fc.option(fc.record({ booking: bookingStatus, payment: paymentStatus }), {
      nil: undefined,
    }),
    paymentMethod: fc.constantFrom('credit_card', 'paypal', 'crypto', 'of a later release'),
    bindings: fc.subarray(FAMILIES),
  }),
});

function eventOf({
  example,
  payload,
  gone,
}: typeof told extends fc.Arbitrary<infer T> ? T : never) {
  const changed: Record<string, unknown> = { ...example.event.payload, ...payload };
  for (const field of gone) delete changed[field];
  return { ...example.event, payload: changed } as unknown as CanonicalEvent;
}

/** The compiler sees to it that none is missing. */
const TYPES: Record<EventType, true> = {
  'booking.pending_payment': true,
  'payment.initiated': true,
  'payment.processing': true,
  'payment.attempt_failed': true,
  'payment.authorized': true,
  'payment.completed': true,
  'payment.failed': true,
  'payment.cancelled': true,
  'payment.expired': true,
  'payment.unapplied': true,
  'payment.refund_initiated': true,
  'payment.refunded': true,
  'payment.refund_failed': true,
  'payment.disputed': true,
  'payment.dispute_closed': true,
  'booking.confirmed': true,
  'booking.cancelled': true,
  'booking.deadline_extended': true,
  'booking.expired': true,
  'booking.refund_pending': true,
  'booking.partially_refunded': true,
  'booking.refunded': true,
  'booking.refund_failed': true,
};

describe('rendering', () => {
  it('is tried with every type of event', () => {
    expect(new Set(examples.map(({ event }) => event.eventType))).toEqual(
      new Set(Object.keys(TYPES)),
    );
  });

  it('is total and pure: one record per topic, of the catalogue, the same bytes each time', () => {
    fc.assert(
      fc.property(told, (given) => {
        const event = eventOf(given);
        const before = JSON.stringify(event);
        const records = render(event, given.facts);
        expect(records).toEqual(render(structuredClone(event), structuredClone(given.facts)));
        expect(JSON.stringify(event)).toBe(before);
        expect(records[0]).toMatchObject({ topic: 'booking-payment.events', value: before });
        expect(new Set(records.map(({ topic }) => topic)).size).toBe(records.length);
        for (const { topic, key, value, headers } of records) {
          expect(catalogue.get(topic)?.direction).not.toBe('in');
          expect(catalogue.has(topic)).toBe(true);
          expect(key).not.toBe('');
          expect(value).not.toMatch(/:null/);
          expect(headers['ce_id']).toBe(event.eventId);
        }
      }),
      { numRuns: 2_000 },
    );
  });

  it('keeps each family to itself: what one hears does not depend on the others', () => {
    fc.assert(
      fc.property(told, (given) => {
        const event = eventOf(given);
        const all = render(event, { ...given.facts, bindings: FAMILIES });
        const apart = FAMILIES.slice(1).flatMap((family) =>
          render(event, { ...given.facts, bindings: [family] }).slice(1),
        );
        expect(all.slice(1)).toEqual(apart);
      }),
    );
  });
});

describe('amounts', () => {
  it.each(CURRENCIES)('in major units of %s are minor units again, digit for digit', (currency) => {
    const most = Math.floor(MAX_AMOUNT_MINOR / step(currency));
    fc.assert(
      fc.property(fc.integer({ min: 1, max: most }), (steps) => {
        const amountMinor = steps * step(currency);
        const inJson = JSON.stringify({ amount: majorOf({ amountMinor, currency }) });
        const major = /:(.+)}/.exec(inJson)![1]!;
        expect(toMinor(major, currency)).toBe(amountMinor);
      }),
    );
  });
});
