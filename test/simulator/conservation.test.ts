import fc from 'fast-check';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Stripe from 'stripe';
import { idOf, paid, started, type Started } from './started';

const methods = [
  'pm_card_visa',
  'pm_card_chargeDeclined',
  'pm_card_createDispute',
  'pm_card_createDisputeInquiry',
  'pm_card_pendingRefund',
  'pm_card_refundFail',
];

type Step = { act: string; method: string; amount: number; pick: number };

const step: fc.Arbitrary<Step> = fc.record({
  act: fc.constantFrom('pay', 'hold', 'capture', 'cancel', 'refund', 'dispute', 'win', 'wait'),
  method: fc.constantFrom(...methods),
  amount: fc.integer({ min: 50, max: 6000 }),
  pick: fc.nat(20),
});

describe('money', () => {
  let sim: Started;
  let folder: string;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'stripe-money-'));
    sim = await started({ ledger: join(folder, 'ledger.jsonl') });
  });
  afterAll(async () => {
    await sim.close();
    rmSync(folder, { recursive: true });
  });

  it('is never lost, invented or refunded twice, whatever is asked in whatever order', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 12 }), async (steps) => {
        await sim.control('POST', '/reset');
        for (const each of steps) await take(sim, each);
        await sim.advance(60);
        await expectBalanced(sim.stripe);
      }),
      { numRuns: 40, seed: 20261120 },
    );
    const state = await sim.control('GET', '/state');
    await sim.close();
    sim = await started({ ledger: join(folder, 'ledger.jsonl') });
    expect(await sim.control('GET', '/state')).toEqual(state);
  });
});

/** A refusal by Stripe is as good an ending as any; anything else is a bug. */
async function take(sim: Started, { act, method, amount, pick }: Step): Promise<void> {
  const { stripe } = sim;
  const intents = (await stripe.paymentIntents.list({ limit: 100 })).data;
  const id = intents[pick % Math.max(1, intents.length)]?.id ?? '';
  const acts: Record<string, () => Promise<unknown>> = {
    pay: () => paid(stripe, method, { amount }),
    hold: () => paid(stripe, method, { amount, capture_method: 'manual' }),
    capture: () => stripe.paymentIntents.capture(id, { amount_to_capture: amount }),
    cancel: () => stripe.paymentIntents.cancel(id),
    refund: () => stripe.refunds.create({ payment_intent: id, amount }),
    dispute: () => sim.control('POST', '/disputes', { payment_intent: id }),
    win: async () => {
      const { data } = await stripe.disputes.list();
      await sim.control('POST', `/disputes/${data[0]?.id ?? 'none'}/close`, { outcome: 'won' });
    },
    wait: () => sim.advance(60),
  };
  if (act !== 'pay' && act !== 'hold' && id === '') return;
  try {
    await acts[act]?.();
  } catch (error) {
    const refused = error instanceof Stripe.errors.StripeError && (error.statusCode ?? 500) < 500;
    if (!refused) throw error;
  }
}

async function expectBalanced(stripe: Stripe): Promise<void> {
  const all = { limit: 100 };
  const charges = (await stripe.charges.list(all)).data;
  const refunds = (await stripe.refunds.list(all)).data;
  const disputes = (await stripe.disputes.list(all)).data;
  const booked = (await stripe.balanceTransactions.list(all)).data;
  const bookedFor = (source: string) =>
    booked
      .filter((each) => idOf(each.source) === source)
      .reduce((sum, { amount }) => sum + amount, 0);

  for (const charge of charges) {
    const given = refunds
      .filter((refund) => idOf(refund.charge) === charge.id && refund.status !== 'failed')
      .reduce((sum, { amount }) => sum + amount, 0);
    const released = charge.paid ? charge.amount - charge.amount_captured : 0;
    expect(bookedFor(charge.id)).toBe(charge.amount_captured);
    expect(given).toBeLessThanOrEqual(charge.amount_captured);
    if (charge.captured) expect(charge.amount_refunded).toBe(given + released);
  }
  for (const { id, status, amount } of refunds)
    expect(bookedFor(id)).toBe(status === 'failed' ? 0 : -amount);
  for (const { id, status, amount } of disputes) {
    const kept = status === 'won' || status.startsWith('warning');
    expect(bookedFor(id)).toBe(kept ? 0 : -amount);
  }
}
