import { randomUUID } from 'node:crypto';
import Stripe from 'stripe';
import { paymentIdOf, uuidOf } from '../../src/domain/ids';
import { bookOf, bookingRequest } from '../activities/saga';
import { stripeEvent } from '../api/stripe-events';
import { WEBHOOK_SECRETS, useDesk } from './desk';
import type { Heard } from './ear';

jest.setTimeout(90_000);

const desk = useDesk();

const RECEIVED = 'stripe.webhook.received';
const PROCESSED = 'webhook.processed';
const DEAD = 'payment-events-dlq';
const DAY = 24 * 3_600_000;

type Event = ReturnType<typeof stripeEvent>;
const aboutEvent =
  ({ id }: Event) =>
  (record: Heard) =>
    record.key === id;

/** As customer-service forwards what Stripe has sent it. */
function forwarded(event: object, { secret = WEBHOOK_SECRETS[0]!, at = Date.now() } = {}) {
  const rawPayload = JSON.stringify(event, null, 2);
  const timestamp = Math.floor(at / 1_000);
  const signature = Stripe.webhooks.generateTestHeaderString({
    payload: rawPayload,
    secret,
    timestamp,
  });
  return {
    eventType: RECEIVED,
    customerId: 'cus-41',
    customerInfo: {},
    // Whoever may write to Kafka may write this: it is never believed.
    webhookEvent: stripeEvent('payment_intent.succeeded', { id: 'pi_forged' }),
    signature,
    rawPayload,
    metadata: { requestId: `hook-${randomUUID().slice(0, 8)}` },
    timestamp: new Date(at).toISOString(),
  };
}

/** A booking whose customer has paid, and Stripe's word of it. */
async function paid(): Promise<{ bookingId: string; event: Event }> {
  const request = bookingRequest({ customerId: 'cus-41', bindings: ['customer'] });
  const { bookingId } = request;
  await desk().temporal.ports.bookings.start(request);
  await desk().temporal.idle();
  const { payment } = await bookOf(desk().db, bookingId);
  const intent = await desk().saga.stripe.paymentIntents.confirm(
    payment.stripePaymentIntentId!,
    { payment_method: 'pm_card_visa' },
    { idempotencyKey: `browser-${bookingId}` },
  );
  return { bookingId, event: stripeEvent('payment_intent.succeeded', intent) };
}

async function processed(event: Event, count = 1): Promise<Heard[]> {
  return desk().hears(PROCESSED, aboutEvent(event), count);
}

describe('a forwarded webhook', () => {
  it.each(WEBHOOK_SECRETS)('signed with %s confirms its booking and says so', async (secret) => {
    const { bookingId, event } = await paid();
    await desk().send(RECEIVED, forwarded(event, { secret }));
    const [record] = await processed(event);
    expect(record).toMatchObject({
      headers: { ce_id: uuidOf(`webhook|${event.id}`), ce_type: PROCESSED },
      body: {
        stripeEventId: event.id,
        stripeEventType: 'payment_intent.succeeded',
        outcome: 'applied',
        paymentId: paymentIdOf(bookingId),
        eventId: uuidOf(`webhook|${event.id}`),
        source: 'payment-service',
      },
    });
    await desk().temporal.idle();
    expect((await bookOf(desk().db, bookingId)).booking.status).toBe('CONFIRMED');
  });

  it('C8: that waited in Kafka for a day is verified with its own time', async () => {
    const { bookingId, event } = await paid();
    const at = Date.now() - DAY;
    await desk().send(RECEIVED, forwarded(event, { at }), { at });
    expect((await processed(event))[0]!.body['outcome']).toBe('applied');
    await desk().temporal.idle();
    expect((await bookOf(desk().db, bookingId)).booking.status).toBe('CONFIRMED');
  });

  it('that comes five times is applied once; the others are duplicates', async () => {
    const { bookingId, event } = await paid();
    const body = forwarded(event);
    await Promise.all(Array.from({ length: 5 }, () => desk().send(RECEIVED, body)));
    const told = await processed(event, 5);
    expect(told.map((record) => record.body['outcome']).sort()).toEqual(
      ['applied', ...Array<string>(4).fill('duplicate')].sort(),
    );
    expect(new Set(told.map(({ headers }) => headers['ce_id'])).size).toBe(1);
    await desk().temporal.idle();
    const { types } = await bookOf(desk().db, bookingId);
    expect(types.filter((type) => type === 'booking.confirmed')).toHaveLength(1);
  });

  it('that HTTP has brought before is a duplicate', async () => {
    const { event } = await paid();
    await desk().deps.reception.receive(event as never);
    await desk().send(RECEIVED, forwarded(event));
    expect((await processed(event))[0]!.body['outcome']).toBe('duplicate');
  });

  it.each([
    ['of a type that means nothing here', stripeEvent('product.created', { id: 'prod_1' })],
    ['of live mode', stripeEvent('payment_intent.succeeded', { id: 'pi_1' }, { livemode: true })],
    [
      'about somebody else’s payment',
      stripeEvent('payment_intent.succeeded', { id: 'pi_strange', metadata: {} }),
    ],
  ])('%s is ignored', async (_what, event) => {
    await desk().send(RECEIVED, forwarded(event));
    expect((await processed(event))[0]!.body).toMatchObject({ outcome: 'ignored' });
  });

  it.each<[string, object]>([
    ['a customerId of another service', { customerId: 'auth0|7' }],
    ['an e-mail address for a customerId', { customerId: 'ann.nobody@example.org' }],
    ['a customerId as a number', { customerId: 41 }],
    ['a requestId as a number', { metadata: { requestId: 41 } }],
    ['a long bookingReference', { metadata: { bookingReference: 'x'.repeat(101) } }],
    ['more metadata than a result could carry', { metadata: { much: 'x'.repeat(70_000) } }],
    ['metadata that are none', { metadata: 'req-9' }],
    ['no metadata and no customerInfo', { metadata: undefined, customerInfo: undefined }],
    ['a customerInfo of another form', { customerInfo: { email: 41 } }],
    ['a version as a number', { version: 1 }],
  ])('in an envelope with %s is taken all the same', async (_what, envelope) => {
    const { bookingId, event } = await paid();
    await desk().send(RECEIVED, { ...forwarded(event), ...envelope });
    expect((await processed(event))[0]!.body['outcome']).toBe('applied');
    await desk().temporal.idle();
    expect((await bookOf(desk().db, bookingId)).booking.status).toBe('CONFIRMED');
  });

  it('whose process dies before it has told anybody is told as applied by the next one', async () => {
    const { bookingId, event } = await paid();
    let tries = 0;
    await desk().takeOver({
      publish: () => Promise.reject(new Error(`Kafka is away (${(tries += 1)})`)),
    });
    await desk().send(RECEIVED, forwarded(event));
    while (tries < 1) await new Promise((resolve) => setTimeout(resolve, 20));
    await desk().takeOver();
    expect((await processed(event))[0]!.body['outcome']).toBe('applied');
    await desk().temporal.idle();
    expect((await bookOf(desk().db, bookingId)).booking.status).toBe('CONFIRMED');
  });

  it('whose process dies right after recording it is told as applied too', async () => {
    const { event } = await paid();
    let deaths = 0;
    await desk().takeOver({
      reception: {
        receive: async (snapshot) => {
          const received = await desk().deps.reception.receive(snapshot);
          if ((deaths += 1) === 1) throw new Error('died after the effect');
          return received;
        },
      },
    });
    await desk().send(RECEIVED, forwarded(event));
    expect((await processed(event))[0]!.body['outcome']).toBe('applied');
    expect(deaths).toBe(2);
    await desk().takeOver();
  });
});

describe('a webhook that nobody can believe', () => {
  const wrong: [string, (event: Event) => object, number?][] = [
    ['signed by somebody else', (event) => forwarded(event, { secret: 'whsec_other' })],
    ['signed for another text', (event) => ({ ...forwarded(event), rawPayload: '{"id":"evt_1"}' })],
    ['signed long before the record', (event) => forwarded(event, { at: Date.now() - 3_600_000 })],
    ['with nonsense for a signature', (event) => ({ ...forwarded(event), signature: 't=1' })],
  ];

  it.each(wrong)('%s: dead letter and rejected', async (_what, forge) => {
    const { bookingId, event } = await paid();
    const body = forge(event) as { metadata: { requestId: string } };
    const key = randomUUID();
    await desk().send(RECEIVED, body, { key });
    const [letter] = await desk().hears(DEAD, (record) => record.key === key);
    expect(letter!.headers).toMatchObject({
      'dlq-reason': 'signature',
      'dlq-original-topic': desk().contracts.wire(RECEIVED),
    });
    const { requestId } = body.metadata;
    const [record] = await desk().hears(PROCESSED, (told) => told.key === requestId);
    expect(record!.body).toMatchObject({ outcome: 'rejected', stripeEventId: '' });
    expect(record!.body['error']).toMatch(/secret|signed|Signature/);
    expect((await bookOf(desk().db, bookingId)).booking.status).toBe('PENDING_PAYMENT');
    expect(await desk().db.stripeEvent.count({ where: { stripeEventId: event.id } })).toBe(0);
    const reading = stripeEvent('payment_intent.succeeded', event.data.object);
    await desk().send(RECEIVED, forwarded(reading));
    await processed(reading); // leave nothing half-way
  });

  it.each([
    ['no signature', { signature: undefined }, 'signature'],
    ['no payload', { rawPayload: undefined }, 'rawPayload'],
    ['a payload that is no text', { rawPayload: { id: 'evt_1' } }, 'rawPayload'],
    ['a payload that is no event', forwarded({ hello: 'world' }), 'rawPayload'],
  ])('%s: rejected, and the field is named', async (_what, change, field) => {
    const event = stripeEvent('product.created', { id: 'prod_2' });
    const metadata = { requestId: `hook-${randomUUID()}` };
    const key = randomUUID();
    await desk().send(RECEIVED, { ...forwarded(event), ...change, metadata }, { key });
    const [record] = await desk().hears(PROCESSED, (told) => told.key === metadata.requestId);
    expect(record!.body).toMatchObject({
      ...{ outcome: 'rejected', stripeEventId: '', stripeEventType: '' },
      error: expect.stringContaining(`${field}: `) as string,
    });
    await desk().send(RECEIVED, '{', { key }); // of the same key: behind it
    const [letter] = await desk().hears(DEAD, (dead) => dead.key === key);
    expect(letter!.value).toBe('{');
  });

  it.each([
    ['another type', { eventType: 'stripe.payment.request' }, 'unknown-type'],
    ['another version', { version: '2.0' }, 'unknown-type'],
    ['no customer', { customerId: null }, 'schema'],
    ['an empty customer', { customerId: '' }, 'schema'],
  ])('%s: dead letter', async (_what, change, reason) => {
    const event = stripeEvent('product.created', { id: 'prod_2' });
    const key = randomUUID();
    await desk().send(RECEIVED, { ...forwarded(event), ...change }, { key });
    const [letter] = await desk().hears(DEAD, (record) => record.key === key);
    expect(letter!.headers['dlq-reason']).toBe(reason);
  });
});
