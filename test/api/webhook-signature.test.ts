import { createHmac } from 'node:crypto';
import { request as httpRequest } from 'node:http';
import fc from 'fast-check';
import Stripe from 'stripe';
import { bookingRequest } from '../activities/saga';
import { SECRETS, startProduct, type Product } from './product';
import { now, signedPost, stripeEvent } from './stripe-events';

let product: Product;
beforeAll(async () => {
  product = await startProduct();
});
afterAll(() => product.stop());

const EVENT = stripeEvent('payment_intent.succeeded', { id: 'pi_forged', metadata: {} });
const PAYLOAD = JSON.stringify(EVENT);
const header = (payload = PAYLOAD, secret = SECRETS[0]!, timestamp = now()) =>
  Stripe.webhooks.generateTestHeaderString({ payload, secret, timestamp });

/** Raw sockets would do; http lets a header be sent twice. */
function post(
  body: string,
  signature: string | string[],
): Promise<{ status: number; why: string }> {
  return new Promise((resolve, reject) => {
    const options = { method: 'POST', headers: { 'Stripe-Signature': signature } };
    const req = httpRequest(`${product.url}/webhooks/stripe`, options, (res) => {
      let text = '';
      res.on('data', (chunk: Buffer) => (text += chunk.toString()));
      res.on('end', () => {
        const { detail = '' } = JSON.parse(text) as { detail?: string };
        resolve({ status: res.statusCode ?? 0, why: detail });
      });
    });
    req.on('error', reject);
    req.end(body);
  });
}

describe('a genuine webhook', () => {
  it.each(SECRETS)('H30: is accepted under each listed secret, old and new: %s', async (secret) => {
    const event = stripeEvent('payment_intent.processing', { id: 'pi_x', metadata: {} });
    const { status, body } = await signedPost(product.send, event, { secret });
    expect([status, body]).toEqual([200, { received: true }]);
  });

  it.each(['/webhooks/stripe', '/api/v1/payment/webhook'])('is accepted at %s', async (path) => {
    const event = stripeEvent('payment_intent.processing', { id: 'pi_x', metadata: {} });
    expect((await signedPost(product.send, event, { path })).status).toBe(200);
  });

  it('may be five minutes old, or early by a wrong clock', async () => {
    for (const age of [-295, 0, 295]) {
      const event = stripeEvent('payment_intent.processing', { id: 'pi_x', metadata: {} });
      const timestamp = now() + age;
      expect((await signedPost(product.send, event, { timestamp })).status).toBe(200);
    }
  });

  it('H30: may carry several signatures while a secret is rolled', async () => {
    const timestamp = now();
    const v1 = (secret: string) =>
      createHmac('sha256', secret).update(`${timestamp}.${PAYLOAD}`).digest('hex');
    const both = `t=${timestamp},v1=${v1('whsec_other')},v1=${v1(SECRETS[1]!)},v0=00`;
    expect((await post(PAYLOAD, both)).status).toBe(200);
  });
});

describe('a webhook that cannot be trusted is refused in plain words', () => {
  it.each<[string, () => string | string[], string]>([
    ['no header', () => [], 'is missing'],
    ['an empty header', () => '', 'is missing'],
    ['H30: neither secret', () => header(PAYLOAD, 'whsec_stranger'), 'STRIPE_WEBHOOK_SECRET'],
    ['another body', () => header(JSON.stringify(EVENT, null, 2)), 'changed the body'],
    ['only v0', () => header().replace('v1=', 'v0='), 'No signing secret'],
    ['too old', () => header(PAYLOAD, SECRETS[0], now() - 310), 'seconds ago; at most 300'],
    ['from the future', () => header(PAYLOAD, SECRETS[0], now() + 310), 'in the future'],
    ['twice', () => [header(), header()], 'there once'],
    ['an empty signature', () => `t=${now()},v1=`, 'No signing secret'],
    ['letters of two bytes', () => `t=${now()},v1=${'é'.repeat(64)}`, 'No signing secret'],
    ['two times', () => `t=1,${header()}`, 'one time'],
  ])('%s', async (_what, signature, words) => {
    const { status, why } = await post(PAYLOAD, signature());
    expect(status).toBe(400);
    expect(why).toContain(words);
  });

  it('a signed text that is no event', async () => {
    for (const body of ['', 'hello', '[]', '{"id":"evt_1","type":"x"}'])
      expect((await post(body, header(body))).status).toBe(400);
  });
});

it('accepts none of some hundred forged variants, and records nothing', async () => {
  const before = await product.db.stripeEvent.count();
  const forged = fc.oneof(
    fc.string(),
    fc.string().map((noise) => `t=${now()},v1=${noise}`),
    fc.tuple(fc.nat(), fc.string()).map(([t, v1]) => `t=${t},v1=${v1}`),
    fc.nat(200).map((at) => damaged(header(), at)),
    fc.constantFrom('V1', 'v2', ' v1', 'v1 ').map((scheme) => header().replace('v1', scheme)),
    fc.integer({ min: 301, max: 10 ** 9 }).map((age) => header(PAYLOAD, SECRETS[0], now() - age)),
    fc.integer({ min: 301, max: 10 ** 9 }).map((age) => header(PAYLOAD, SECRETS[0], now() + age)),
    fc.string().map((secret) => header(PAYLOAD, `whsec_${secret}`)),
    fc.string().map((more) => header(`${PAYLOAD}${more} `)),
  );
  const sendable = forged.filter((text) => /^[\x20-\x7e]*$/.test(text));
  await fc.assert(
    fc.asyncProperty(
      sendable,
      async (signature) => (await post(PAYLOAD, signature)).status === 400,
    ),
    { numRuns: 400 },
  );
  expect(await product.db.stripeEvent.count()).toBe(before);
  expect(product.temporal.heard.signals).toEqual([]);
}, 60_000);

it('takes no notice of who sends: an order is not confirmed by a forged event', async () => {
  const order = bookingRequest();
  const { body } = await product.post('/api/v1/payments', order);
  const intent = { id: body['stripePaymentIntentId'], status: 'succeeded', amount: 12_990 };
  const event = stripeEvent('payment_intent.succeeded', intent);
  expect((await signedPost(product.send, event, { secret: 'whsec_guess' })).status).toBe(400);
  const booking = await product.get(`/api/v1/bookings/${order.bookingId}`);
  expect(booking.body['status']).toBe('PENDING_PAYMENT');
});

/** One character of the signature is another one. */
function damaged(signature: string, at: number): string {
  const index = signature.indexOf('v1=') + 3 + (at % 64);
  const other = signature[index] === '0' ? '1' : '0';
  return signature.slice(0, index) + other + signature.slice(index + 1);
}
