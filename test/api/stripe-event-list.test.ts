import type { StripeClient } from '../../src/stripe/client';
import { createEvents, type EventRange } from '../../src/stripe/events';
import { HANDLED_TYPES } from '../../src/stripe/handled-types';
import { parseEvent, verifiedEvent } from '../../src/stripe/webhook-events';
import { stripeEvent } from './stripe-events';

interface Asked {
  types?: string[];
  /** One, or a family with `*`. */
  type?: string;
  created: { gte: number; lt?: number };
  limit: number;
  starting_after?: string;
}

/** A Stripe that lists what it is told to, two to a page, whatever the types. */
function listing(all: { id: string }[]) {
  const asked: Asked[] = [];
  const list = (params: Asked) => {
    asked.push(params);
    const from = all.findIndex(({ id }) => id === params.starting_after) + 1;
    return Promise.resolve({ data: all.slice(from, from + 2), has_more: from + 2 < all.length });
  };
  return { asked, stripe: { events: { list } } as unknown as StripeClient };
}

const RANGE: EventRange = { since: new Date(1_500), until: new Date(9_999) };

async function collected(pages: AsyncIterable<{ events: object[]; unreadable: number }>) {
  const found = { ids: [] as unknown[], unreadable: 0 };
  for await (const { events, unreadable } of pages) {
    found.ids.push(...events.map((event) => (event as { stripeEventId: string }).stripeEventId));
    found.unreadable += unreadable;
  }
  return found;
}

describe('Stripe’s list of events', () => {
  const events = [1, 2, 3].map((n) => stripeEvent('refund.updated', { id: `re_${n}` }));

  it('is read page by page, within the range, to whole seconds', async () => {
    const { asked, stripe } = listing(events);
    const types = ['refund.updated'];
    const { ids } = await collected(createEvents(stripe, { types }).list(RANGE));
    expect(ids).toEqual(events.map(({ id }) => id));
    expect(asked.map(({ starting_after }) => starting_after)).toEqual([undefined, events[1]!.id]);
    expect(asked[0]).toMatchObject({ created: { gte: 1, lt: 9 }, limit: 100 });
    expect(asked[0]!.types).toEqual(types);
  });

  it('is asked for every type that webhooks are kept of', async () => {
    const { asked, stripe } = listing([]);
    await collected(createEvents(stripe).list(RANGE));
    expect(asked.flatMap(({ types, type }) => types ?? [type])).toEqual([...HANDLED_TYPES]);
  });

  it('is asked for families one by one: Stripe takes no * among types', async () => {
    const { asked, stripe } = listing([]);
    const types = ['charge.refunded', 'invoice.*', 'refund.*', 'charge.expired'];
    await collected(createEvents(stripe, { types }).list(RANGE));
    expect(asked.map(({ types, type }) => types ?? type)).toEqual([
      ...[['charge.refunded', 'charge.expired'], 'invoice.*', 'refund.*'],
    ]);
  });

  it('has no end where none is named', async () => {
    const { asked, stripe } = listing([]);
    await collected(createEvents(stripe).list({ since: new Date(1_500) }));
    expect(asked[0]!.created).toEqual({ gte: 1 });
  });

  it('takes twenty types a call, and more calls for more types', async () => {
    const { asked, stripe } = listing([]);
    const types = Array.from({ length: 45 }, (_, n) => `some.type_${n}`);
    await collected(createEvents(stripe, { types }).list(RANGE));
    expect(asked.map((call) => call.types?.length)).toEqual([20, 20, 5]);
    expect(asked.flatMap((call) => call.types ?? [])).toEqual(types);
  });

  it('may hold odd objects, which end nothing', async () => {
    const [good] = events;
    const odd = [
      { id: 'evt_empty' },
      { ...good!, id: 'evt_no_object', data: {} },
      { ...good!, id: 'evt_no_id', data: { object: { status: 'failed' } } },
      { ...good!, id: 'evt_when', created: 1e300 },
      { ...good!, id: 'evt_type', type: 'radar.early_fraud_warning.created' },
      good!,
    ];
    const types = ['refund.updated'];
    const found = await collected(createEvents(listing(odd).stripe, { types }).list(RANGE));
    expect(found).toEqual({ ids: [good!.id], unreadable: 5 });
  });
});

describe('an event of Billing', () => {
  const factsOf = (type: string, object: object) => {
    const { id: _, ...event } = stripeEvent(type, object);
    const read = verifiedEvent(parseEvent(Buffer.from(JSON.stringify({ id: 'evt_1', ...event })))!);
    return read && { objectId: read.objectId, ...read.facts };
  };
  const OURS = { setupId: 'a'.repeat(24), customerId: 'cus-41' };

  it.each([
    ...['invoice.created', 'invoice.updated', 'invoice.finalized', 'invoice.payment_succeeded'],
    ...[
      'invoice.voided',
      'invoice.marked_uncollectible',
      'invoice.overdue',
      'invoice.not_yet_made',
    ],
    ...['customer.subscription.trial_will_end', 'customer.subscription.pending_update_expired'],
    ...['setup_intent.created', 'setup_intent.requires_action', 'refund.created'],
  ])('is kept, whichever of its family: %s', (type) => {
    expect(factsOf(type, { id: 'it_1' })).toMatchObject({ objectId: 'it_1' });
  });

  it.each(['invoiceitem.created', 'invoice_payment.paid', 'customer.updated', 'invoice'])(
    'is none that only begins like one: %s',
    (type) => expect(factsOf(type, { id: 'it_1' })).toBeUndefined(),
  );

  it('names its subscription, by the shape of any API version of its endpoint', () => {
    const expected = { objectId: 'in_1', subscriptionId: 'sub_1', setupId: OURS.setupId };
    const details = { subscription: 'sub_1', metadata: OURS };
    const basil = { id: 'in_1', parent: { subscription_details: details } };
    expect(factsOf('invoice.paid', basil)).toEqual(expected);
    const before = { id: 'in_1', subscription: 'sub_1', subscription_details: { metadata: OURS } };
    expect(factsOf('invoice.paid', before)).toEqual(expected);
    const expanded = { ...before, subscription: { id: 'sub_1', object: 'subscription' } };
    expect(factsOf('invoice.paid', expanded)).toEqual(expected);
    expect(factsOf('invoice.paid', { id: 'in_1', subscription: null })).toEqual({
      objectId: 'in_1',
    });
  });

  it('of an invoice that is still to come says whose it will be', () => {
    const parent = { subscription_details: { subscription: 'sub_1' } };
    expect(factsOf('invoice.upcoming', { parent })).toEqual({
      ...{ objectId: 'sub_1', subscriptionId: 'sub_1' },
    });
    expect(factsOf('invoice.upcoming', {})).toBeUndefined();
  });
});

it('keeps texts as PostgreSQL can store them', () => {
  const reason = `${'x'.repeat(499)}😀`; // cut in the middle of a character
  const object = { id: 're_1', failure_reason: 'a\0b\ud83d', reason };
  const snapshot = parseEvent(Buffer.from(JSON.stringify(stripeEvent('refund.failed', object))));
  const { facts } = verifiedEvent(snapshot!)!;
  expect(facts).toMatchObject({ failureReason: 'ab', reason: 'x'.repeat(499) });
});
