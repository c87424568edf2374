import { readFileSync } from 'node:fs';
import { stripeMock } from '../../dev/parts/stripe-mock';
import { parseEvent, verifiedEvent } from '../../src/stripe/webhook-events';
import { startProduct, type Product } from './product';
import { signedPost, stripeEvent } from './stripe-events';

/** The sample objects that Stripe publishes with its own mock: not ours, and not tidied up. */
let fixtures: Record<string, Record<string, unknown>>;
let product: Product;
beforeAll(async () => {
  const { resources } = JSON.parse(readFileSync((await stripeMock()).fixtures, 'utf8')) as {
    resources: typeof fixtures;
  };
  fixtures = resources;
  product = await startProduct();
}, 600_000);
afterAll(() => product.stop());

const KNOWN: [type: string, resource: string][] = [
  ...['succeeded', 'payment_failed', 'canceled', 'processing', 'requires_action'].map(
    (word): [string, string] => [`payment_intent.${word}`, 'payment_intent'],
  ),
  ['payment_intent.amount_capturable_updated', 'payment_intent'],
  ['charge.refunded', 'charge'],
  ['charge.expired', 'charge'],
  ['refund.created', 'refund'],
  ['refund.updated', 'refund'],
  ['refund.failed', 'refund'],
  ['charge.dispute.created', 'dispute'],
  ['charge.dispute.closed', 'dispute'],
  ['charge.dispute.funds_withdrawn', 'dispute'],
];

describe('events of Stripe’s published sample objects', () => {
  it.each(KNOWN)('%s is recorded, and ignored because it is not ours', async (type, resource) => {
    const event = stripeEvent(type, fixtures[resource]!);
    expect((await signedPost(product.send, event)).status).toBe(200);
    const row = await product.db.stripeEvent.findUnique({ where: { stripeEventId: event.id } });
    expect(row).toMatchObject({ type, outcome: 'ignored' });
  });

  it('are answered 2xx whatever they are about, and what we do not know is not kept', async () => {
    const resources = Object.entries(fixtures);
    expect(resources.length).toBeGreaterThan(150);
    const posted: string[] = [];
    for (const [resource, object] of resources) {
      const event = stripeEvent(`${resource}.updated`, object);
      posted.push(event.id);
      expect((await signedPost(product.send, event)).status).toBe(200);
    }
    const kept = await product.db.stripeEvent.findMany({
      where: { stripeEventId: { in: posted } },
      orderBy: { type: 'asc' },
    });
    // "dispute.updated" and "subscription.updated" are among them, and no types of Stripe's.
    const families = ['invoice.updated', 'refund.updated', 'setup_intent.updated'];
    expect(kept.map(({ type }) => type)).toEqual(families);
  }, 120_000);

  it('are read without a throw when any field is null or missing', () => {
    for (const [type, resource] of KNOWN)
      for (const field of Object.keys(fixtures[resource]!))
        for (const value of [null, undefined, 7, [], 'x', { id: 5 }]) {
          const event = stripeEvent(type, { ...fixtures[resource], [field]: value });
          const snapshot = parseEvent(Buffer.from(JSON.stringify(event)));
          expect(() => verifiedEvent(snapshot!)).not.toThrow();
        }
  });

  it('leave nobody’s data in the inbox', async () => {
    const rows = await product.db.stripeEvent.findMany();
    expect(JSON.stringify(rows)).not.toMatch(/@|billing|last4|fingerprint|_secret_|receipt_url/);
  });
});
