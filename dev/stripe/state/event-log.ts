import { present } from '../objects/present';
import { previousAttributes, type StripeEvent } from '../objects/event';
import type { Clock } from './clock';
import { newId } from './ids';
import type { Ledger } from './ledger';
import type { Cause } from './store';

export type EventLog = ReturnType<typeof createEventLog>;

/** Where events are sent; its secrets are nobody's business here. */
type Destination = { id: string; url: string };

type Sources = { ledger: Ledger; clock: Clock; cause: () => Cause; apiVersion: string };

/** Every event that happened, which endpoint has taken it, and who wants to hear of new ones. */
export function createEventLog({ ledger, clock, cause, apiVersion }: Sources) {
  const events = new Map<string, StripeEvent>();
  const taken = new Map<string, Set<string>>();
  let endpoints: Destination[] = [];
  let hear: (event: StripeEvent) => void = () => undefined;

  function emit(type: string, object: object, before?: object): void {
    const { request, idempotencyKey } = cause();
    const snapshot = present(object);
    const event: StripeEvent = {
      id: newId('evt'),
      object: 'event',
      api_version: apiVersion,
      created: clock.now(),
      data: {
        object: snapshot,
        ...(before && { previous_attributes: previousAttributes(present(before), snapshot) }),
      },
      livemode: false,
      pending_webhooks: endpoints.length,
      request: { id: request, idempotency_key: idempotencyKey },
      type,
    };
    events.set(event.id, event);
    ledger.append('event', { id: event.id, type, object: snapshot['id'], event });
    hear(event);
  }

  /** An endpoint is owed only what happened after it was added. */
  const waiting = (event: StripeEvent) =>
    endpoints
      .slice(0, events.get(event.id)?.pending_webhooks)
      .map((endpoint) => endpoint.id)
      .filter((endpoint) => !taken.get(event.id)?.has(endpoint));
  const current = (event: StripeEvent): StripeEvent => ({
    ...event,
    pending_webhooks: waiting(event).length,
  });

  return {
    emit,
    waiting,
    find: (id: string) => {
      const event = events.get(id);
      return event && current(event);
    },
    current,
    /** Newest first, as they were emitted: `current` tells what is still to be delivered. */
    all: () => [...events.values()].reverse(),
    restore: (event: StripeEvent) => void events.set(event.id, event),
    take(id: string, endpoint: string) {
      taken.set(id, (taken.get(id) ?? new Set()).add(endpoint));
    },
    endpoints: () => endpoints,
    apiVersion,
    listen(next: Destination[], listener: (event: StripeEvent) => void) {
      endpoints = next;
      hear = listener;
    },
    clear() {
      events.clear();
      taken.clear();
    },
  };
}
