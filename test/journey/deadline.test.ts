import { setTimeout as sleep } from 'node:timers/promises';
import { eventually } from '../support/eventually';
import { verdictOn } from './court';
import { bookingBecomes, startWorld, stripeMoney, type World } from './world';

jest.setTimeout(240_000);

let world: World;
let count = 0;
beforeAll(async () => {
  world = await startWorld({ PAYMENT_WINDOW: '10s' });
});
afterAll(async () => world?.stop());

async function order() {
  const bookingId = `deadline-${++count}`;
  const body = { bookingId, userId: 'usr-77', amount: 900, currency: 'gbp' };
  // Of many at once some are answered 202: whoever repeats gets the payment.
  const answer = await eventually('the payment is open', async () => {
    const said = await world.api('POST', '/api/v1/payments', body);
    return said.body['clientSecret'] === undefined ? undefined : said;
  });
  return {
    bookingId,
    paymentId: String(answer.body['paymentId']),
    intentId: String(answer.body['stripePaymentIntentId']),
    expiresAt: Date.parse(String(answer.body['expiresAt'])),
  };
}

type Order = Awaited<ReturnType<typeof order>>;

describe('at the deadline', () => {
  it('expires what nobody pays, never early, and closes it at Stripe', async () => {
    const { bookingId, intentId, expiresAt } = await order();
    const booking = await bookingBecomes(world, bookingId, 'EXPIRED', 45_000);
    const history = booking['history'] as { eventType: string; timestamp: string }[];
    const expired = history.find(({ eventType }) => eventType === 'payment.expired');
    expect(Date.parse(expired?.timestamp ?? '')).toBeGreaterThanOrEqual(expiresAt);
    expect((await world.stripe.paymentIntents.retrieve(intentId)).status).toBe('canceled');
  });

  it('confirms a payment whose webhooks were all lost: Stripe decides, not the clock', async () => {
    await world.control('/webhooks/faults', { kind: 'drop', times: null });
    const { bookingId, intentId } = await order();
    await world.stripe.paymentIntents.confirm(intentId, { payment_method: 'pm_card_visa' });
    await bookingBecomes(world, bookingId, 'CONFIRMED', 45_000);
    await fetch(`${world.at.stripe.control}/faults`, { method: 'DELETE' });
    expect(await stripeMoney(world, intentId)).toEqual({ charges: 1, captured: 900, refunded: 0 });
  });

  it('gives late money back once, and leaves the booking closed', async () => {
    const { bookingId, paymentId } = await order();
    await bookingBecomes(world, bookingId, 'EXPIRED', 45_000);
    const late = await world.stripe.paymentIntents.create({
      amount: 900,
      currency: 'gbp',
      payment_method: 'pm_card_visa',
      confirm: true,
      automatic_payment_methods: { enabled: true, allow_redirects: 'never' },
      metadata: { bookingId, paymentId },
    });
    await eventually('the money is back', async () => {
      return (await stripeMoney(world, late.id)).refunded === 900;
    });
    await eventually('Kafka hears of it', () =>
      world.eventsOf(bookingId).some(({ body }) => body.eventType === 'payment.refunded'),
    );
    const { body } = await world.api('GET', `/api/v1/bookings/${bookingId}`);
    expect(body).toMatchObject({ status: 'EXPIRED', paymentStatus: 'expired' });
  });
});

/** From half a second before to half a second after, in steps of 25 ms. */
const OFFSETS_MS = Array.from({ length: 41 }, (_, index) => (index - 20) * 25);
const GAP_MS = 250;
const PRICE = 900;

describe('a payment at the very moment', () => {
  /** False when it came too late: Stripe takes nothing any more. */
  async function paid(intentId: string): Promise<boolean> {
    try {
      await world.stripe.paymentIntents.confirm(intentId, { payment_method: 'pm_card_visa' });
      return true;
    } catch (error) {
      expect(error).toMatchObject({ code: 'payment_intent_unexpected_state' });
      return false;
    }
  }

  const at = (time: number) => sleep(Math.max(0, time - Date.now()));

  async function ended(bookingId: string): Promise<string> {
    const booking = await eventually(
      `${bookingId} is decided`,
      async () => {
        const { body } = await world.api('GET', `/api/v1/bookings/${bookingId}`);
        const open = ['PENDING_PAYMENT', 'REFUND_PENDING'].includes(String(body['status']));
        return open ? undefined : body;
      },
      { withinMs: 60_000, everyMs: 250 },
    );
    return String(booking['status']);
  }

  /** Where money was taken, the booking has it or the customer has it back; else it is over. */
  async function mustAgree(taken: boolean, { bookingId, intentId }: Order): Promise<string> {
    const status = await ended(bookingId);
    const { captured, refunded } = await stripeMoney(world, intentId);
    const kept = status === 'CONFIRMED' ? PRICE : 0;
    expect({ bookingId, status, captured, kept: captured - refunded }).toEqual({
      ...{ bookingId, status, captured: taken ? PRICE : 0, kept },
    });
    if (!taken) expect(['EXPIRED', 'CANCELLED']).toContain(status);
    return status;
  }

  /** One after the other begins, so that none waits for the others. */
  const sweep = (one: (offsetMs: number) => Promise<void>) =>
    Promise.all(
      OFFSETS_MS.map(async (offsetMs, index) => {
        await sleep(index * GAP_MS);
        await one(offsetMs);
      }),
    );

  it('of the deadline is kept with the booking, or not taken, or given back', async () => {
    const one = async (offsetMs: number) => {
      const booking = await order();
      await at(booking.expiresAt + offsetMs);
      await mustAgree(await paid(booking.intentId), booking);
    };
    await sweep(one);
  });

  it('of a cancel has one winner, and money follows it', async () => {
    const one = async (offsetMs: number) => {
      const booking = await order();
      const cancelAt = Date.now() + 1_000;
      const cancel = async () => {
        await at(cancelAt);
        return world.api('POST', `/api/v1/payments/${booking.paymentId}/cancel`, {});
      };
      const pay = async () => {
        await at(cancelAt + offsetMs);
        return paid(booking.intentId);
      };
      const [cancelled, taken] = await Promise.all([cancel(), pay()]);
      const status = await mustAgree(taken, booking);
      expect(cancelled.status).toBe(status === 'CANCELLED' ? 200 : 409);
    };
    await sweep(one);
  });
});

it('leaves nothing that is wrong behind', async () => {
  expect(await verdictOn(world)).toEqual([]);
});
