import { createOutbox } from '../../src/activities/outbox';
import { together } from '../../src/activities/sweeping';
import { createEventRecords } from '../../src/db/event-records';
import { createSubscriptionRecords } from '../../src/db/subscription-records';
import type { OutRecord } from '../../src/kafka/contracts';
import { createLogger } from '../../src/logger';
import { customerOf } from './customer';
import { useSaga, type Saga } from './saga';
import { subscriberOf, type Subscriber, type Told } from './subscriber';

let saga: Saga;
let subscriber: Subscriber;
useSaga((started) => {
  saga = started;
  subscriber = subscriberOf(saga);
});

/** A Kafka that takes what it is offered, or does not. */
function kafka() {
  const state = { up: true, taken: [] as OutRecord[] };
  return {
    state,
    failing: () => !state.up,
    offer(record: OutRecord, done: (error?: Error) => void) {
      const { up, taken } = state;
      if (up) taken.push(record);
      setImmediate(() => (up ? done() : done(new Error('away'))));
    },
  };
}

function outboxOver(publisher: ReturnType<typeof kafka>) {
  const options = { publisher, logger: createLogger('worker', 'silent'), sweepAfterMs: 0 };
  const records = createSubscriptionRecords(saga.db);
  return {
    records,
    ofSubscriptions: createOutbox({ ...options, records }),
    ofBookings: createOutbox({ ...options, records: createEventRecords(saga.db) }),
  };
}

it('what is told of a subscription is published once, in order, as it is kept', async () => {
  const publisher = kafka();
  const { ofSubscriptions, records } = outboxOver(publisher);
  const acts = saga.acts({ offerSubscription: ofSubscriptions.offer });
  const begun = await subscriber.opened();
  await subscriber.hear(begun.subscriptionId);
  await acts.settleSubscription(begun.setupId);
  const rows = await saga.db.subscriptionRecord.findMany({
    where: { setupId: begun.setupId },
    orderBy: { id: 'asc' },
  });
  expect(rows).toHaveLength(4);
  expect(publisher.state.taken.map(({ value }) => value)).toEqual(rows.map(({ value }) => value));
  expect(publisher.state.taken[0]!.headers).toEqual(rows[0]!.headers);
  await ofSubscriptions.drain();
  await ofSubscriptions.offer(begun.setupId);
  expect(publisher.state.taken).toHaveLength(4);
  expect(await records.unpublishedOf([begun.setupId])).toEqual([]);
});

it('what Kafka does not take is swept, together with what is told of bookings', async () => {
  const publisher = kafka();
  const { ofSubscriptions, ofBookings, records } = outboxOver(publisher);
  await customerOf(saga).opened();
  publisher.state.up = false;
  const acts = saga.acts({ offerSubscription: ofSubscriptions.offer });
  const begun = await subscriber.opened();
  await subscriber.hear(begun.subscriptionId);
  await acts.settleSubscription(begun.setupId);
  const { count, oldestAt } = await records.backlog();
  expect(count).toBe(4);
  expect(oldestAt).toBeInstanceOf(Date);
  const sweep = together([ofBookings, ofSubscriptions]);
  await expect(sweep.sweep()).rejects.toThrow('Kafka does not answer');
  await sweep.drain();
  publisher.state.up = true;
  const { published, left } = await sweep.sweep();
  expect(left).toBe(0);
  expect(published).toBeGreaterThan(4);
  const told = await subscriber.told(begun.setupId);
  const taken = publisher.state.taken.map(({ value }) => JSON.parse(value) as Told);
  const own = taken.filter(({ customerId }) => customerId === begun.customerId);
  expect(own.map(({ eventId }) => eventId)).toEqual(told.map(({ eventId }) => eventId));
  expect(await sweep.sweep()).toEqual({ published: 0, left: 0 });
  await sweep.drain();
});
