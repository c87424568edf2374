import type { StripeClient } from '../../src/stripe/client';
import { createEvents, type EventRange } from '../../src/stripe/events';
import { HANDLED_TYPES, parseEvent, verifiedEvent } from '../../src/stripe/webhook-events';
import { stripeEvent } from './stripe-events';

interface Asked {
  types: string[];
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
    expect(asked.flatMap(({ types }) => types)).toEqual([...HANDLED_TYPES]);
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
    expect(asked.map((call) => call.types.length)).toEqual([20, 20, 5]);
    expect(asked.flatMap((call) => call.types)).toEqual(types);
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

it('keeps texts as PostgreSQL can store them', () => {
  const reason = `${'x'.repeat(499)}😀`; // cut in the middle of a character
  const object = { id: 're_1', failure_reason: 'a\0b\ud83d', reason };
  const snapshot = parseEvent(Buffer.from(JSON.stringify(stripeEvent('refund.failed', object))));
  const { facts } = verifiedEvent(snapshot!)!;
  expect(facts).toMatchObject({ failureReason: 'ab', reason: 'x'.repeat(499) });
});
