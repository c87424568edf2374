import type { Family } from './family';

const TOPIC = 'booking-payment.events';

/** Everything, in order: one topic keyed by booking, the events as they are. Always on. */
export function canonical(): Family {
  return {
    name: 'canonical',
    render: (event) => [
      { topic: TOPIC, key: event.payload.bookingId, body: event, schema: event.eventType },
    ],
  };
}
