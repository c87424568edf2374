import { createConsumer, type Consumer } from './consumer';
import { eventKindsOf, type EventsOf, type Family } from './event-kinds';
import { createEventReader, type EventBody } from './event-reader';
import type { EventIdentity, IdempotencyStore } from '../idempotency/store';
import type { ConsumerOptions } from './options';
import type { ReceivedRecord } from './received-record';

export interface EventContext<Tx> {
  /** The store's transaction: what is written with it is written once per event. */
  readonly tx: Tx;
  readonly record: ReceivedRecord;
  /** Aborted when the consumer stops or its partitions move on: end soon. */
  readonly stopping: AbortSignal;
}

/** By `eventType`; types without a handler are passed over. */
export type EventHandlers<F extends Family, Tx = void> = {
  readonly [T in keyof EventsOf[F]]?: (
    event: EventsOf[F][T],
    context: EventContext<Tx>,
  ) => Promise<void>;
};

export interface SubscribeOptions<F extends Family, Tx> extends Omit<
  ConsumerOptions,
  'handle' | 'topics'
> {
  /** `canonical`: one topic, everything in order. `dreamscape`: a topic per type, 002's bodies. */
  readonly family: F;
  readonly on: EventHandlers<F, Tx>;
  /** Drops what is known already. Without one every copy reaches the handler. */
  readonly store?: IdempotencyStore<Tx>;
  /**
   * What becomes of an event that comes after a later one of its booking. Default: `drop` for
   * canonical, where only late copies do; `handle` for dreamscape, whose topics have no order among
   * each other. What an operator replays from the dead letters is always handled.
   */
  readonly late?: 'drop' | 'handle';
  /** The topics' names where a prefix or map changes them. */
  readonly topicName?: (name: string) => string;
}

/** A consumer of typed, validated events. `start()` it. */
export function subscribe<F extends Family, Tx = void>(options: SubscribeOptions<F, Tx>): Consumer {
  const { family, on, store, late, topicName = (name) => name, ...rest } = options;
  const dropsLate = (late ?? (family === 'canonical' ? 'drop' : 'handle')) === 'drop';
  const handlers = on as unknown as Readonly<
    Record<string, ((event: unknown, context: EventContext<Tx>) => Promise<void>) | undefined>
  >;
  const kinds = eventKindsOf(family).filter(({ eventType }) => handlers[eventType]);
  if (kinds.length === 0) throw new Error(`subscribe: no handler for an event of ${family}`);
  const read = createEventReader(kinds);

  return createConsumer({
    ...rest,
    topics: [...new Set(kinds.map(({ topic }) => topicName(topic)))],
    handle: async (record, stopping) => {
      const found = read(record);
      if (!found) return;
      const handler = handlers[found.eventType]!;
      const effect = (tx: Tx) => handler(found.event, { tx, record, stopping });
      if (store) await store.once(identityOf(found.event, record, dropsLate), effect);
      else await effect(undefined as Tx);
    },
  });
}

function identityOf(
  body: EventBody,
  { headers }: ReceivedRecord,
  dropsLate: boolean,
): EventIdentity {
  const { eventId, payload } = body;
  const sequence = body.sequence ?? body.metadata?.sequence;
  const replayed = Number(headers['dlq-replay-count'] ?? 0) > 0;
  if (!dropsLate || replayed || sequence === undefined) return { eventId };
  return { eventId, subject: payload.bookingId, sequence };
}
