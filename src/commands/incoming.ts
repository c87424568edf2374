import {
  PoisonRecord,
  customerCommandHead,
  decodeJson,
  faultsIn,
  faultsInWords,
  type CustomerCommandType,
  type ReceivedRecord,
} from '@booking-payment/events';
import { fingerprintOf, isObject, requestIdOf } from './identity';

const LONGEST_METADATA = 65_536;

/** A command that can be answered: whose it is and which request, whatever else is wrong with it. */
export interface Incoming {
  customerId: string;
  requestId: string;
  /** Echoed in the result. */
  metadata: Record<string, unknown>;
  /** The whole body, still to be checked. */
  body: Record<string, unknown>;
  /** Where it was found, for whoever has to look it up. */
  source: string;
  /** Another request under the same id has another one. */
  fingerprint: string;
}

/** Undecodable, of another type or nobody's: no answer would find its way (contracts.md 2.2). */
export function incoming(record: ReceivedRecord, command: CustomerCommandType): Incoming {
  const body = objectIn(record);
  mustBeOfType(body, command);
  const faults = faultsIn(customerCommandHead(command), body);
  if (faults.length > 0) throw new PoisonRecord('schema', faultsInWords(faults));
  return {
    customerId: String(body['customerId']),
    requestId: requestIdOf(body, record.headers),
    metadata: echoed(body['metadata']),
    body,
    source: `${record.topic}/${record.partition}/${record.offset}`,
    fingerprint: fingerprintOf(body),
  };
}

/** A result must fit into a record, and JSON may grow when it is written again. */
function echoed(metadata: unknown): Record<string, unknown> {
  if (!isObject(metadata)) return {};
  if (Buffer.byteLength(JSON.stringify(metadata)) <= LONGEST_METADATA) return metadata;
  throw new PoisonRecord('schema', `metadata: Send at most ${LONGEST_METADATA} bytes of it`);
}

export function objectIn({ value }: ReceivedRecord): Record<string, unknown> {
  const body = decodeJson(value);
  if (isObject(body)) return body;
  throw new PoisonRecord('schema', 'value: Send a JSON object');
}

/** A type that is another topic's, or a version that nobody here has heard of. */
export function mustBeOfType(body: Record<string, unknown>, wanted: string): void {
  const { eventType, version = null } = body;
  if (typeof eventType === 'string' && eventType !== wanted)
    throw new PoisonRecord('unknown-type', `eventType: This topic takes "${wanted}" only`);
  // The documents' messages have none: whoever names one counts on it.
  if (version !== null && !(typeof version === 'string' && /^1(\.\d+)?$/.test(version)))
    throw new PoisonRecord('unknown-type', 'version: Send "1.0", or leave it out');
}
