import { eventIdOf } from '../ids';
import type { Dossier } from './dossier';
import { canonicalEvents } from './events';
import { textOf, type OpenedRecord } from './opened-record';

const FIRST_ATTEMPT = 1;

/** Every event has the id that follows from its booking, type and occurrence, and its cause. */
export function eventIds(dossier: Dossier): string[] {
  const { bookingId } = dossier.booking;
  const found: string[] = [];
  const told: OpenedRecord[] = [];
  let refundId = '';
  for (const record of canonicalEvents(dossier)) {
    const { envelope, payload } = record;
    const type = String(envelope['eventType']);
    refundId = textOf(payload['refundId']) || refundId;
    const id = eventIdOf(bookingId, type, discriminator(type, record, refundId));
    if (envelope['eventId'] !== id)
      found.push(`Its ${type} has the eventId ${String(envelope['eventId'])}, not ${id}.`);
    const cause = causeOf(type, told, refundId);
    if (cause !== 'any' && envelope['causationId'] !== cause?.envelope['eventId'])
      found.push(`Its ${type} names another cause than ${textOf(cause?.envelope['eventType'])}.`);
    told.push(record);
  }
  return found;
}

function discriminator(
  type: string,
  { envelope, payload }: OpenedRecord,
  refundId: string,
): string {
  switch (type) {
    case 'payment.attempt_failed': {
      const { stripeEventId } = envelope['metadata'] as Readonly<Record<string, unknown>>;
      return textOf(payload['stripeChargeId']) || textOf(stripeEventId);
    }
    case 'payment.unapplied':
      return textOf(payload['stripeChargeId']);
    case 'payment.refund_initiated':
      return refundId;
    case 'payment.refunded':
    case 'payment.refund_failed':
    case 'booking.partially_refunded':
    case 'booking.refunded':
    case 'booking.refund_failed':
      return `${refundId}:${FIRST_ATTEMPT}`;
    default:
      return '';
  }
}

/** `any`: the contract names no cause. */
function causeOf(type: string, told: readonly OpenedRecord[], refundId: string) {
  const last = (wanted: string) =>
    told.findLast(({ envelope }) => envelope['eventType'] === wanted);
  if (type === 'booking.pending_payment') return undefined;
  if (type === 'payment.initiated') return last('booking.pending_payment');
  if (type === 'payment.refund_initiated') return 'any';
  if (type === 'payment.refunded' || type === 'payment.refund_failed')
    return told.findLast(
      ({ envelope, payload }) =>
        envelope['eventType'] === 'payment.refund_initiated' && payload['refundId'] === refundId,
    );
  if (type.startsWith('booking.'))
    return told.findLast(({ envelope }) => textOf(envelope['eventType']).startsWith('payment.'));
  return last('payment.initiated') ?? last('booking.pending_payment');
}
