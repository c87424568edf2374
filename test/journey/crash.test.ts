import { eventually } from '../support/eventually';
import { verdictOn } from './court';
import { bookingBecomes, startWorld, stripeMoney, type World } from './world';

jest.setTimeout(300_000);

let world: World;
let count = 0;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(async () => world?.stop());

async function order() {
  const bookingId = `crash-${++count}`;
  const body = { bookingId, userId: 'usr-77', amount: 4_200, currency: 'usd' };
  const answer = await world.api('POST', '/api/v1/payments', body);
  expect(answer.status).toBe(201);
  return { bookingId, body, intentId: String(answer.body['stripePaymentIntentId']) };
}

const pay = (intentId: string) =>
  world.stripe.paymentIntents.confirm(intentId, { payment_method: 'pm_card_visa' });
const types = (bookingId: string) => world.eventsOf(bookingId).map(({ body }) => body.eventType);

const CHARGED_ONCE = { charges: 1, captured: 4_200, refunded: 0 };

describe('whatever dies', () => {
  it('charges the customer once when the worker is killed in the middle of the saga', async () => {
    const { bookingId, intentId } = await order();
    // The owner is slow, so that the worker dies between the money and the confirmation.
    await world.ownerTreats(bookingId, { slowMs: 3_000 });
    await pay(intentId);
    await eventually('the worker asks the owner', async () => {
      const [row] = await world.sql(
        'SELECT status FROM payments WHERE stripe_payment_intent_id = $1',
        [intentId],
      );
      return row?.['status'] === 'completed';
    });
    await world.stack.process('worker').kill('SIGKILL');
    await world.ownerTreats(bookingId, {});
    await world.stack.process('worker').start();
    await bookingBecomes(world, bookingId, 'CONFIRMED', 90_000);
    expect(await stripeMoney(world, intentId)).toEqual(CHARGED_ONCE);
    await eventually('every event is on Kafka', () => types(bookingId).length === 4, {
      withinMs: 60_000,
    });
  });

  it('makes one PaymentIntent when the worker is killed while it opens the payment', async () => {
    const bookingId = `crash-${++count}`;
    await world.control('/faults', {
      kind: 'latency',
      match: { method: 'POST', path: '/v1/payment_intents' },
      ms: 2_000,
    });
    const body = { bookingId, userId: 'usr-77', amount: 4_200, currency: 'usd' };
    const first = world.api('POST', '/api/v1/payments', body);
    await eventually('the row is there', async () => {
      const rows = await world.sql('SELECT 1 FROM stripe_effects WHERE effect LIKE $1', [
        'payment-intent:%',
      ]);
      return rows.length >= count;
    });
    await world.stack.process('worker').kill('SIGKILL');
    await world.stack.process('worker').start();
    expect([201, 202]).toContain((await first).status);
    const paid = await eventually(
      'the payment is open',
      async () => {
        const again = await world.api('POST', '/api/v1/payments', body);
        return again.body['stripePaymentIntentId'] as string | undefined;
      },
      { withinMs: 60_000 },
    );
    const all = await world.stripe.paymentIntents.list({ limit: 100 });
    expect(all.data.filter(({ metadata }) => metadata['bookingId'] === bookingId)).toHaveLength(1);
    await pay(paid);
    await bookingBecomes(world, bookingId, 'CONFIRMED');
  });

  it('confirms while Kafka is stopped, and publishes all in order when it is back', async () => {
    await world.stack.process('kafka').stop();
    const { bookingId, intentId } = await order();
    await pay(intentId);
    await bookingBecomes(world, bookingId, 'CONFIRMED', 10_000);
    await world.stack.process('kafka').start();
    await eventually('Kafka has it all', () => types(bookingId).length >= 4, { withinMs: 90_000 });
    const sequences = world.eventsOf(bookingId).map(({ body }) => body['sequence'] as number);
    expect([...new Set(sequences)]).toEqual([1, 2, 3, 4]);
  });

  it('loses nothing when the API is down between the payment and its webhook', async () => {
    const { bookingId, intentId } = await order();
    await world.stack.process('api').kill('SIGKILL');
    await pay(intentId);
    await world.stack.process('api').start();
    await bookingBecomes(world, bookingId, 'CONFIRMED');
    expect(await stripeMoney(world, intentId)).toEqual(CHARGED_ONCE);
  });

  it('stores webhooks while Temporal is down, and the dispatcher delivers them', async () => {
    const { bookingId, intentId } = await order();
    await world.stack.process('temporal').stop();
    await pay(intentId);
    await eventually('the event is stored', async () => {
      const sql = 'SELECT 1 FROM stripe_events WHERE payment_intent_id = $1';
      return (await world.sql(sql, [intentId])).length > 0;
    });
    await world.stack.process('temporal').start();
    await bookingBecomes(world, bookingId, 'CONFIRMED', 90_000);
  });

  it('goes on with open bookings after a stop and a second start', async () => {
    const { bookingId, intentId } = await order();
    await world.startAgain();
    await pay(intentId);
    await bookingBecomes(world, bookingId, 'CONFIRMED');
    expect(await stripeMoney(world, intentId)).toEqual(CHARGED_ONCE);
  });
});

it('leaves nothing that is wrong behind', async () => {
  // Who was killed may have sent its last records twice.
  expect(await verdictOn(world, { repeats: true })).toEqual([]);
});
