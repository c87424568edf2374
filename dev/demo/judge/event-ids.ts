import { eventIdOf } from '../ids';
import type { Dossier } from './dossier';
import { canonicalEvents } from './events';
import { named } from './named';
import { textOf, type OpenedRecord } from './opened-record';
import { isStray } from './stray';

/** Every event has the id that follows from its booking, type and occurrence, and its cause. */
export function eventIds(dossier: Dossier): string[] {
  const { bookingId } = dossier.booking;
  const found: string[] = [];
  const told: Told[] = [];
  for (const record of canonicalEvents(dossier)) {
    const now = { record, ...subjectOf(record, told), stray: isStray(dossier, record) };
    const { envelope } = record;
    const id = eventIdOf(bookingId, now.type, discriminator(now));
    if (envelope['eventId'] !== id)
      found.push(`Its ${now.type} has the eventId ${String(envelope['eventId'])}, not ${id}.`);
    const cause = causeOf(now, told);
    if (cause !== 'any' && envelope['causationId'] !== cause?.record.envelope['eventId'])
      found.push(`Its ${now.type} names another cause than ${cause?.type ?? 'none'}.`);
    told.push(now);
  }
  return named('I9', found);
}

interface Told {
  readonly record: OpenedRecord;
  readonly type: string;
  /** The refund that it is about; booking events follow the refund told before them. */
  readonly refundId: string;
  readonly attempt: number;
  readonly stray: boolean;
}

/** A refund's attempts are counted by their failures: each act of a person begins the next. */
function subjectOf({ envelope, payload }: OpenedRecord, told: readonly Told[]) {
  const type = textOf(envelope['eventType']);
  const said = textOf(payload['refundId']);
  if (said === '') {
    const { refundId = '', attempt = 1 } = told.at(-1) ?? {};
    return { type, refundId, attempt };
  }
  const failures = told.filter(
    (each) => each.type === 'payment.refund_failed' && each.refundId === said,
  );
  return { type, refundId: said, attempt: failures.length + 1 };
}

function discriminator({ record, type, refundId, attempt }: Told): string {
  const { envelope, payload } = record;
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
      return `${refundId}:${attempt}`;
    case 'payment.disputed':
      return textOf(payload['disputeId']);
    case 'payment.dispute_closed':
      return `${textOf(payload['disputeId'])}:${textOf(payload['outcome'])}`;
    case 'booking.deadline_extended':
      return textOf(payload['expiresAt']);
    default:
      return '';
  }
}

/** What it follows from; `any`: the contract names no cause. */
function causeOf({ record, type, refundId }: Told, told: readonly Told[]) {
  const last = (wanted: string) => told.findLast((each) => each.type === wanted);
  switch (type) {
    case 'booking.pending_payment':
      return undefined;
    case 'payment.initiated':
      return last('booking.pending_payment');
    case 'payment.refund_initiated':
    case 'payment.disputed':
      return 'any';
    case 'booking.deadline_extended':
      return last('payment.initiated') ?? last('booking.pending_payment');
    case 'payment.refunded':
    case 'payment.refund_failed':
      return told.findLast(
        (each) => each.type === 'payment.refund_initiated' && each.refundId === refundId,
      );
    case 'payment.dispute_closed':
      return told.findLast(
        (each) =>
          each.type === 'payment.disputed' &&
          each.record.payload['disputeId'] === record.payload['disputeId'],
      );
    default:
      return type.startsWith('booking.')
        ? told.findLast(movesTheBooking)
        : (last('payment.initiated') ?? last('booking.pending_payment'));
  }
}

/** Disputes and stray money lead to nothing of the booking's own. */
function movesTheBooking({ type, stray }: Told): boolean {
  return type.startsWith('payment.') && !type.startsWith('payment.dispute') && !stray;
}
