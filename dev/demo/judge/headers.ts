import type { Dossier } from './dossier';
import type { OpenedRecord } from './opened-record';
import { CANONICAL } from './topics';

const TRACE = /^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/;
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

/**
 * CloudEvents and trace context on every record of every topic. `tracestate` is there only where
 * whoever asked for the booking sent one, which nobody here does.
 */
export function headers(dossier: Dossier): string[] {
  return dossier.records.flatMap((record) =>
    faults(dossier, record).map((name) => {
      const { topic, headers: given } = record;
      return `A record on ${topic} has the header ${name}: ${given[name] ?? 'none'}.`;
    }),
  );
}

function faults({ booking }: Dossier, record: OpenedRecord): string[] {
  const { headers: given, envelope, topic } = record;
  const { bookingId } = booking;
  const isFirst = given['ce_type'] === 'booking.pending_payment';
  const canonical = topic === CANONICAL;
  const checks: Readonly<Record<string, boolean>> = {
    ce_specversion: given['ce_specversion'] === '1.0',
    ce_source: given['ce_source'] === '/payment-service',
    ce_subject: given['ce_subject'] === bookingId,
    ce_partitionkey: given['ce_partitionkey'] === bookingId,
    ce_correlationid: given['ce_correlationid'] === bookingId,
    ce_sequence: /^\d{10}$/.test(given['ce_sequence'] ?? ''),
    ce_time: INSTANT.test(given['ce_time'] ?? ''),
    ce_causationid: isFirst === (given['ce_causationid'] === undefined),
    ce_dataschema: Boolean(given['ce_dataschema']),
    'content-type': given['content-type'] === 'application/json',
    traceparent: TRACE.test(given['traceparent'] ?? ''),
    ce_id: !canonical || given['ce_id'] === envelope['eventId'],
    ce_type: !canonical || given['ce_type'] === envelope['eventType'],
  };
  return Object.entries(checks)
    .filter(([, holds]) => !holds)
    .map(([name]) => name);
}
