import fc from 'fast-check';
import type Stripe from 'stripe';
import { bankOf } from './disputing';
import { startProduct, type Product } from './product';

let product: Product;
let bank: ReturnType<typeof bankOf>;
beforeAll(async () => {
  product = await startProduct();
  bank = bankOf(product);
});
afterAll(() => product.stop());

const ENDINGS = ['winning_evidence', 'losing_evidence'] as const;

/** For each of Stripe's doings, in which order the news of it is heard now; the rest comes last. */
const hearings = fc.array(fc.array(fc.nat(9), { maxLength: 6 }), { minLength: 3, maxLength: 3 });

/** created, funds_withdrawn, updated, closed, funds_reinstated, and the payment's own success. */
async function play(ending: (typeof ENDINGS)[number], heard: number[][], last: number[]) {
  const { order, intentId, disputeId } = await bank.paidDisputed();
  const told = new Set<string>();

  async function news(): Promise<Stripe.Event[]> {
    const events = [...(await bank.eventsOf(disputeId)), ...(await bank.eventsOf(intentId))];
    return events.filter(({ id }) => !told.has(id));
  }

  async function hear(picks: readonly number[]): Promise<void> {
    for (const pick of picks) {
      const left = await news();
      const event = left[pick % Math.max(1, left.length)];
      if (!event) return;
      told.add(event.id);
      await bank.deliver(event);
    }
  }

  await hear(heard[0]!);
  const evidence = { uncategorized_text: ending };
  await product.saga.stripe.disputes.update(disputeId, { evidence });
  await hear(heard[1]!);
  await bank.judge();
  await hear(heard[2]!);
  await hear([...last, ...Array<number>(10).fill(0)]);
  await product.temporal.idle();
  await product.db.stripeEvent.updateMany({
    where: { deliveredAt: null },
    data: { nextDeliveryAt: new Date(0) },
  });
  while (await product.dispatcher.pass());
  await product.temporal.idle();
  return { bookingId: order.bookingId, disputeId };
}

it('H24: a dispute ends the same in whatever order its webhooks come', async () => {
  const order = fc.array(fc.nat(9), { minLength: 6, maxLength: 6 });
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...ENDINGS), hearings, order, async (ending, heard, last) => {
      const { bookingId, disputeId } = await play(ending, heard, last);
      const outcome = ending === 'winning_evidence' ? 'won' : 'lost';
      const row = await product.db.dispute.findUniqueOrThrow({ where: { disputeId } });
      expect(row).toMatchObject({
        status: outcome,
        refundable: outcome === 'won',
        withdrawnMinor: outcome === 'won' ? 0 : 12_990,
      });
      const transitions = await product.db.transition.findMany({
        where: { aggregateid: bookingId },
        orderBy: { sequence: 'asc' },
      });
      const about = transitions.filter(({ type }) => type.startsWith('payment.dispute'));
      expect(about.map(({ payload }) => payload)).toMatchObject([{ disputeId }, { outcome }]);
      expect(transitions).toHaveLength(6);
      const booking = await product.db.booking.findUniqueOrThrow({ where: { bookingId } });
      expect(booking.status).toBe('CONFIRMED');
      const flags = await product.db.flag.findMany({ where: { bookingId, clearedAt: null } });
      expect(flags).toEqual([]);
    }),
    { numRuns: 25 },
  );
  expect(await product.saga.audit()).toEqual([]);
}, 120_000);
