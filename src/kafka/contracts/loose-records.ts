import { uuidOf } from '../../domain/ids';
import type { OutRecord } from './family';

/** A record that no canonical event stands behind: an answer to a request, or news of Stripe's. */
export interface Loose {
  /** By its name in the catalogue. */
  topic: string;
  key: string;
  /** What is hashed to make its eventId, such as `result|<requestId>` (contracts.md section 1). */
  identity: string;
  at: Date;
  correlationId: string;
  body(envelope: LooseEnvelope): object;
  headers?: Record<string, string>;
}

export interface LooseEnvelope {
  timestamp: string;
  eventId: string;
  source: 'payment-service';
  version: '1.0';
}

/** Pure: the same facts make the same bytes, so that what is told again is told alike. */
export function looseRecord(
  family: string,
  wire: (name: string) => string,
  { topic, key, identity, at, correlationId, body, headers }: Loose,
): OutRecord {
  const eventId = uuidOf(identity);
  const timestamp = at.toISOString();
  const envelope = { timestamp, eventId, source: 'payment-service', version: '1.0' } as const;
  return {
    topic: wire(topic),
    key,
    value: JSON.stringify(body(envelope)),
    headers: {
      ce_specversion: '1.0',
      ce_id: eventId,
      ce_type: topic,
      ce_source: '/payment-service',
      ce_time: timestamp,
      ce_subject: key,
      ce_partitionkey: key,
      ce_correlationid: correlationId,
      ce_dataschema: `urn:booking-payment:schema:${family}:${topic}:1.0`,
      'content-type': 'application/json',
      traceparent: derivedTrace(correlationId, eventId),
      ...headers,
    },
  };
}

function derivedTrace(correlationId: string, eventId: string): string {
  const trace = uuidOf(`trace|${correlationId}`).replaceAll('-', '');
  return `00-${trace}-${eventId.replaceAll('-', '').slice(0, 16)}-01`;
}
