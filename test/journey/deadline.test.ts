import { eventually } from '../support/eventually';
import { bookingBecomes, startWorld, stripeMoney, type World } from './world';

jest.setTimeout(240_000);

let world: World;
let count = 0;
beforeAll(async () => {
  world = await startWorld({ PAYMENT_WINDOW: '8s' });
});
afterAll(async () => world?.stop());

async function order() {
  const bookingId = `deadline-${++count}`;
  const body = { bookingId, userId: 'usr-77', amount: 900, currency: 'gbp' };
  const answer = await world.api('POST', '/api/v1/payments', body);
  expect(answer.status).toBe(201);
  return {
    bookingId,
    paymentId: String(answer.body['paymentId']),
    intentId: String(answer.body['stripePaymentIntentId']),
    expiresAt: Date.parse(String(answer.body['expiresAt'])),
  };
}

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
