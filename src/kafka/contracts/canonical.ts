import { DAY_MS, type Family } from './family';

const TOPIC = 'booking-payment.events';

/** Everything, in order: one topic keyed by booking, the events as they are. Always on. */
export function canonical(): Family {
  return {
    name: 'canonical',
    topics: [
      { name: TOPIC, key: 'bookingId', direction: 'out', partitions: 12, retentionMs: 30 * DAY_MS },
    ],
    render: (event) => [
      { topic: TOPIC, key: event.payload.bookingId, body: event, schema: event.eventType },
    ],
  };
}
