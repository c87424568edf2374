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

/** What every command can be answered by, whatever else is wrong with it. */
export interface Envelope {
  requestId: string;
  /** The whole body, still to be checked. */
  body: Record<string, unknown>;
  /** Where it was found, for whoever has to look it up. */
  source: string;
}

/** A command whose answer goes to its customer. */
export interface Incoming extends Envelope {
  customerId: string;
  /** Echoed in the result. */
  metadata: Record<string, unknown>;
  /** Another request under the same id has another one. */
  fingerprint: string;
}

export function incoming(record: ReceivedRecord, command: CustomerCommandType): Incoming {
  const envelope = enveloped(record, command, customerCommandHead(command));
  const { body } = envelope;
  return {
    ...envelope,
    customerId: String(body['customerId']),
    metadata: echoed(body['metadata']),
    fingerprint: fingerprintOf(command, body),
  };
}

/** Undecodable, of another type or nobody's: no answer would find its way (contracts.md 2.2). */
export function enveloped(
  record: ReceivedRecord,
  command: CustomerCommandType,
  head: Parameters<typeof faultsIn>[0],
): Envelope {
  const body = objectIn(record);
  mustBeOfType(body, command);
  const faults = faultsIn(head, { ...body, customerId: asText(body['customerId']) });
  if (faults.length > 0) throw new PoisonRecord('schema', faultsInWords(faults));
  return {
    requestId: requestIdOf(body, record.headers),
    body,
    source: `${record.topic}/${record.partition}/${record.offset}`,
  };
}

/** With a number it is somebody's all the same: the answer says how it is to be written. */
function asText(customerId: unknown): unknown {
  return typeof customerId === 'number' ? String(customerId) : customerId;
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
  const { eventType, version } = body;
  if (typeof eventType === 'string' && eventType !== wanted)
    throw new PoisonRecord('unknown-type', `eventType: This topic takes "${wanted}" only`);
  if (isOfAnotherVersion(version))
    throw new PoisonRecord('unknown-type', 'version: Send "1.0", or leave it out');
}

/**
 * Whoever names another version counts on what we do not know. Ours in another spelling is a fault
 * like any other, for the schema to tell; the documents' messages name none.
 */
function isOfAnotherVersion(version: unknown): boolean {
  if (typeof version !== 'string' && typeof version !== 'number') return false;
  const major = /^v?(\d+)(\.\d+)*$/i.exec(String(version))?.[1];
  return major !== undefined && Number(major) !== 1;
}
