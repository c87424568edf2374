import fc from 'fast-check';
import { isSpent, keyOf } from '../../src/domain/effect';
import { paymentIdOf, refundIdOf } from '../../src/domain/ids';

afterEach(() => jest.restoreAllMocks());

const stored = fc.record({
  effect: fc.string({ minLength: 1 }),
  generation: fc.integer({ min: 1, max: 1_000 }),
  sentAt: fc.option(fc.date({ noInvalidDate: true })),
  savedError: fc.option(fc.string()),
});

/** Another moment, another roll of the dice. */
function elsewhere(nowMs: number, chance: number): void {
  jest.spyOn(Date, 'now').mockReturnValue(nowMs);
  jest.spyOn(Math, 'random').mockReturnValue(chance);
}

it('H4: a key is a function of business ids, step and stored generation, and of nothing else', () => {
  const moment = fc.tuple(fc.integer({ min: 0 }), fc.float({ min: 0, max: 1, noNaN: true }));
  const ids = fc.tuple(fc.string(), fc.string());
  fc.assert(
    fc.property(stored, stored, ids, moment, moment, (one, other, [booking, identity], ...when) => {
      const keys = when.map(([nowMs, chance]) => {
        elsewhere(nowMs, chance);
        const paymentId = paymentIdOf(booking);
        const steps = [`payment-intent:${paymentId}`, `refund:${refundIdOf(paymentId, identity)}`];
        return [one, { ...other, effect: one.effect, generation: one.generation }].flatMap(
          (row) => [keyOf(row), ...steps.map((effect) => keyOf({ ...row, effect }))],
        );
      });
      expect(keys[1]).toEqual(keys[0]);
      expect(keys[0]!.slice(3)).toEqual(keys[0]!.slice(0, 3)); // whatever else the row says
    }),
  );
});

it('H4: the next generation has another key, and another effect has too', () => {
  fc.assert(
    fc.property(stored, (row) => {
      const others = [
        { ...row, generation: row.generation + 1 },
        { ...row, effect: `${row.effect}x` },
      ];
      for (const other of others) expect(keyOf(other)).not.toBe(keyOf(row));
    }),
  );
});

it('is spent by a saved error, or when Stripe may have forgotten it, and never when ruled out', () => {
  const sentAt = new Date('2026-03-01T00:00:00Z');
  const fresh = { effect: 'refund:rfd_1', generation: 1, sentAt, savedError: null };
  const after = (hours: number) => sentAt.getTime() + hours * 3_600_000;
  expect(isSpent(fresh, after(22))).toBe(false);
  expect(isSpent(fresh, after(23.5))).toBe(true);
  expect(isSpent({ ...fresh, savedError: 'api_error' }, after(0))).toBe(true);
  expect(isSpent({ ...fresh, sentAt: null }, after(99))).toBe(false);
});
