import { paymentIdOf } from '../../src/domain/ids';
import { cursorPosition } from '../../src/db/stripe-cursors';
import { startLossyProduct, type LossyProduct } from './lost-webhooks';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

let product: LossyProduct;
beforeAll(async () => {
  product = await startLossyProduct();
});
afterAll(() => product.stop());
beforeEach(async () => {
  await product.db.stripeCursor.deleteMany();
  await product.db.stripeEvent.deleteMany();
});

const cursor = () => cursorPosition(product.db, 'webhook-backfill');
const setCursor = (position: Date) =>
  product.db.stripeCursor.create({ data: { name: 'webhook-backfill', position } });

let orders = 0;

/** Events of bookings whose rows are still on their way: one each, and nothing to do for now. */
async function events(count: number): Promise<void> {
  const { stripe } = product.saga;
  const make = async () => {
    const bookingId = `early-${++orders}`;
    const { id } = await stripe.paymentIntents.create({
      ...{
        amount: 900,
        currency: 'eur',
        metadata: { bookingId, paymentId: paymentIdOf(bookingId) },
      },
      allowed_payment_method_types: ['card'],
    });
    await stripe.paymentIntents.cancel(id);
  };
  for (let left = count; left > 0; left -= 10)
    await Promise.all(Array.from({ length: Math.min(10, left) }, make));
}

describe('a scan of many pages', () => {
  beforeAll(() => events(260));

  it('H29: reads every page, once', async () => {
    const pages: number[] = [];
    const tally = await product.backfill.catchUp(({ read }) => void pages.push(read));
    expect(tally).toMatchObject({ recovered: 260, known: 0, foreign: 0, complete: true });
    expect(pages.at(-1)).toBe(260);
    expect(pages).toEqual(expect.arrayContaining([100, 200]));
    expect(await product.db.stripeEvent.count({ where: { source: 'backfill' } })).toBe(260);
    expect(tally.types).toEqual({
      'payment_intent.canceled': { read: 260, known: 0, recovered: 260, foreign: 0 },
    });
  });

  it('keeps what it has found when it dies half-way, and leaves the cursor', async () => {
    const before = new Date(Date.now() - HOUR);
    await setCursor(before);
    const dying = product.backfill.catchUp(({ read }) => {
      if (read >= 200) throw new Error('killed');
    });
    await expect(dying).rejects.toThrow('killed');
    expect(await product.db.stripeEvent.count()).toBe(200);
    expect(await cursor()).toEqual(before);
    expect(await product.backfill.catchUp()).toMatchObject({ known: 200, recovered: 60 });
    expect((await cursor())!.getTime()).toBeGreaterThan(Date.now());
  });

  it('goes on where Stripe failed', async () => {
    const before = new Date(Date.now() - HOUR);
    await setCursor(before);
    const fault = { kind: 'fail_before', status: 500, match: { path: '/v1/events', nth: 2 } };
    await product.saga.simulate('/faults', fault);
    await expect(product.backfill.catchUp()).rejects.toMatchObject({ statusCode: 500 });
    expect(await cursor()).toEqual(before);
    expect((await product.backfill.catchUp()).recovered).toBe(160);
  });

  it('writes nothing when it only counts', async () => {
    const range = await product.backfill.plan();
    const tally = await product.backfill.scan(range, { dryRun: true });
    expect(tally.recovered).toBe(260);
    expect(await product.db.stripeEvent.count()).toBe(0);
    expect(await cursor()).toBeUndefined();
  });
});

describe('where a scan begins', () => {
  const now = Date.UTC(2026, 10, 20, 12);
  const at = (ms: number) => new Date(now + ms);
  const plan = () => product.backfillAt(() => now).plan();

  it('is as far back as Stripe itself tries to deliver, the first time', async () => {
    expect(await plan()).toEqual({ since: at(-3 * DAY - 10 * MINUTE), until: at(-2 * MINUTE) });
  });

  it('is a little before the end of the last one', async () => {
    await setCursor(at(-HOUR));
    expect((await plan()).since).toEqual(at(-HOUR - 10 * MINUTE));
  });

  it('is never before what Stripe keeps, and what that leaves out is told', async () => {
    await setCursor(at(-41 * DAY));
    expect(await plan()).toEqual({
      ...{ since: at(-30 * DAY), until: at(-2 * MINUTE) },
      lost: { since: at(-41 * DAY), until: at(-30 * DAY) },
    });
    const caughtUp = await product.backfillAt(() => now).catchUp();
    expect(caughtUp.lost?.since).toBe(at(-41 * DAY).toISOString());
    expect(await plan()).not.toHaveProperty('lost');
  });

  it('is not in the future when a clock was wrong', async () => {
    await setCursor(at(DAY));
    expect((await plan()).since).toEqual(at(-12 * MINUTE));
  });
});

describe('the cursor', () => {
  it('moves with every slice that is complete, and a run that is over ends there', async () => {
    let now = Date.UTC(2026, 10, 20, 12);
    // Six pages a slice: one of the single types, and one of each of five families.
    const tenMinutesAPage = () => (now += 10 * MINUTE);
    const begun = new Date(now - 3 * DAY);
    await setCursor(begun);
    const part = await product.backfillAt(() => now).catchUp(tenMinutesAPage, 100 * MINUTE);
    expect(part.complete).toBe(false);
    expect(part.until).toBe((await cursor())!.toISOString());
    expect((await cursor())!.getTime() - begun.getTime()).toBe(12 * HOUR - 10 * MINUTE);
    expect((await product.backfillAt(() => now).catchUp()).complete).toBe(true);
  });

  it('is not taken back by a slower scan', async () => {
    await product.backfill.catchUp();
    const ahead = await cursor();
    await product.backfillAt(() => Date.now() - HOUR).catchUp();
    expect(await cursor()).toEqual(ahead);
  });

  it('is moved by the activity, which tells Temporal how far it has come', async () => {
    const { saga } = product;
    const acts = saga.acts({ now: () => Date.now() + 5 * MINUTE });
    const { complete, until } = await acts.backfillWebhooks();
    expect(complete).toBe(true);
    expect((await cursor())!.toISOString()).toBe(until);
  });
});
