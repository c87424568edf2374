import { z } from 'zod';
import { asEndpoints } from '../webhooks/endpoint';
import { webhookFaultKinds } from '../webhooks/webhook-faults';
import { BadControl, controlRoute } from './control-route';

const fault = z.strictObject({
  kind: z.enum(webhookFaultKinds),
  types: z.array(z.string()).default([]),
  metadata: z.record(z.string(), z.string()).default({}),
  times: z.number().int().min(1).nullable().default(1),
  copies: z.number().int().min(1).max(1000).default(1),
  ms: z.number().int().min(0).default(1000),
  seconds: z.number().int().default(-600),
});

const endpoints = z.strictObject({
  endpoints: z.array(
    z.strictObject({
      url: z.url({ protocol: /^https?$/ }),
      secrets: z.array(z.string().min(1)).min(1),
    }),
  ),
});

export const webhookRoutes = [
  controlRoute({
    method: 'POST',
    path: '/webhooks/faults',
    about: 'Makes webhooks go wrong. Several faults of one event add up.',
    body: {
      kind: `one of ${webhookFaultKinds.join(', ')}`,
      types: 'event types such as ["payment_intent.succeeded", "charge.*"]; default: all',
      metadata: 'only events whose object has this metadata; default: all',
      times: 'how many events; default 1; null: until cleared',
      copies: 'duplicate: how many more are sent; default 1',
      ms: 'delay: how late; reorder: how long to collect before sending last first; default 1000',
      seconds: 'timestamp: added to t of the signature; default -600',
    },
    schema: fault,
    run: ({ webhookFaults }, _id, given) => webhookFaults.add(given),
  }),
  controlRoute({
    method: 'GET',
    path: '/webhooks',
    about: 'The endpoints and what is under way.',
    run: ({ deliveries }) => ({
      endpoints: deliveries.endpoints().map(({ id, url }) => ({ id, url })),
      ...deliveries.status(),
    }),
  }),
  controlRoute({
    method: 'PUT',
    path: '/webhooks',
    about: 'Replaces the endpoints until the next start, by place: the first stays the first.',
    body: { endpoints: '[{url, secrets: [one or more]}]' },
    schema: endpoints,
    run({ deliveries }, _id, given) {
      deliveries.start(asEndpoints(given.endpoints));
      return { endpoints: deliveries.endpoints().map(({ id, url }) => ({ id, url })) };
    },
  }),
  controlRoute({
    method: 'POST',
    path: '/webhooks/pause',
    about: 'Holds every webhook back.',
    run({ deliveries }) {
      deliveries.pause();
      return deliveries.status();
    },
  }),
  controlRoute({
    method: 'POST',
    path: '/webhooks/resume',
    about: 'Sends what was held back, in order.',
    run({ deliveries }) {
      deliveries.resume();
      return deliveries.status();
    },
  }),
  controlRoute({
    method: 'POST',
    path: '/webhooks/redeliver',
    about: 'Sends one event once more, as the dashboard does.',
    body: { event: 'id of the event, evt_…' },
    schema: z.strictObject({ event: z.string() }),
    run({ world, deliveries }, _id, given) {
      const event = world.events.find(given.event);
      if (!event)
        throw new BadControl(
          'event',
          `No such event: ${given.event}`,
          'GET /v1/events lists them.',
        );
      deliveries.redeliver(event.id);
      return event;
    },
  }),
];
