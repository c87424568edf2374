import { z } from 'zod';
import { decode, decodeJson } from '../schemas/decode';
import type { EventKind } from './event-kinds';
import { PoisonRecord } from './poison-record';
import type { ReceivedRecord } from './received-record';

const head = z.looseObject({ eventType: z.string().min(1), version: z.string().min(1) });

/** What the library itself needs of an event, whatever its family. */
export interface EventBody {
  readonly eventId: string;
  readonly sequence?: number;
  readonly metadata?: { readonly sequence?: number };
  readonly payload: { readonly bookingId: string; readonly paymentId: string };
}

/** An event that is wanted, and its body as its schema promises. */
export interface ReadEvent {
  readonly eventType: string;
  readonly event: EventBody;
}

/**
 * Undefined: nobody asked for this type. The body's own words count, so that records without our
 * headers are read as well. Of major version 1 every minor one is read, for they only add.
 */
export function createEventReader(kinds: readonly EventKind[]) {
  const known = new Map(kinds.map((kind) => [kind.eventType, kind]));

  return ({ key, value }: ReceivedRecord): ReadEvent | undefined => {
    const found = head.safeParse(decodeJson(value));
    if (!found.success)
      throw new PoisonRecord('schema', 'value: send an event with eventType and version');
    const { eventType, version } = found.data;
    const kind = known.get(eventType);
    if (!kind) return undefined;
    if (!/^1\.\d+$/.test(version))
      throw new PoisonRecord('unknown-type', `version: this reader knows 1.x of ${eventType}`);
    const event = decode(value, kind.schema) as EventBody;
    if (!kind.keys.some((name) => String(key) === event.payload[name]))
      throw new PoisonRecord('schema', `key: send the ${kind.keys.join(' or the ')}`);
    return { eventType, event };
  };
}
