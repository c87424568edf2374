import type { CanonicalEvent } from '../../domain/events';
import { eventIdOf } from '../../domain/ids';

/** CloudEvents and trace context, the same on every record of every family. */
export function headersOf(event: CanonicalEvent, schema: string): Record<string, string> {
  const { bookingId } = event.payload;
  return {
    ce_specversion: '1.0',
    ce_id: event.eventId,
    ce_type: event.eventType,
    ce_source: '/payment-service',
    ce_time: event.timestamp,
    ce_subject: bookingId,
    ce_partitionkey: bookingId,
    ce_sequence: String(event.sequence).padStart(10, '0'),
    ce_correlationid: event.correlationId,
    ...(event.causationId && { ce_causationid: event.causationId }),
    ce_dataschema: `urn:booking-payment:schema:${schema}:${event.version}`,
    'content-type': 'application/json',
    traceparent: derivedTrace(event),
  };
}

/**
 * One trace per booking, one span per event, both found again from the ids alone: a random parent
 * would make two renderings of one event differ. Marked as sampled, since a consumer that follows
 * its parent's choice would otherwise record nothing.
 */
function derivedTrace(event: CanonicalEvent): string {
  const trace = eventIdOf(event.payload.bookingId, 'trace').replaceAll('-', '');
  const span = event.eventId.replaceAll('-', '').slice(0, 16);
  return `00-${trace}-${span}-01`;
}
