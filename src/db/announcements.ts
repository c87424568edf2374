import type { PaymentStatus } from '../domain/payment';
import type { Database } from './client';
import type { RenderedRecord } from './transitions';

/** A delivered event of Stripe's that has not been announced yet, and the payment that it is about. */
export interface Unannounced {
  stripeEventId: string;
  type: string;
  receivedAt: Date;
  /** Rendered before, by a process that died before Kafka had it. */
  announcement: RenderedRecord | null;
  payment: AnnouncedPayment | null;
}

export interface AnnouncedPayment {
  bookingId: string;
  userId: string;
  bindings: string[];
  paymentNumber: number;
  stripePaymentIntentId: string;
  amountMinor: number;
  currency: string;
  status: PaymentStatus;
}

/** Oldest first. Only delivered ones: by then it is known whose they are. */
export async function unannouncedEvents(db: Database, limit: number): Promise<Unannounced[]> {
  return db.$queryRaw<Unannounced[]>`
    SELECT event.stripe_event_id AS "stripeEventId", event.type, event.announcement,
      event.received_at AS "receivedAt",
      CASE WHEN payment.payment_id IS NULL THEN NULL ELSE json_build_object(
        'bookingId', booking.booking_id, 'userId', booking.user_id, 'bindings', booking.bindings,
        'paymentNumber', payment.payment_number,
        'stripePaymentIntentId', payment.stripe_payment_intent_id,
        'amountMinor', booking.amount_minor, 'currency', booking.currency,
        'status', payment.status) END AS payment
    FROM stripe_events event
      LEFT JOIN payments payment ON payment.stripe_payment_intent_id = event.payment_intent_id
      LEFT JOIN bookings booking ON booking.booking_id = payment.booking_id
    WHERE event.announced_at IS NULL AND event.delivered_at IS NOT NULL
    ORDER BY event.received_at, event.stripe_event_id LIMIT ${limit}`;
}

/** Of two who render it at once the first one counts: copies are alike to the byte. */
export async function keepAnnouncement(
  db: Database,
  stripeEventId: string,
  record: RenderedRecord,
): Promise<RenderedRecord> {
  const announcement = JSON.stringify(record);
  await db.$executeRaw`UPDATE stripe_events SET announcement = ${announcement}::jsonb
    WHERE stripe_event_id = ${stripeEventId} AND announcement IS NULL`;
  const row = await db.stripeEvent.findUniqueOrThrow({ where: { stripeEventId } });
  return row.announcement as unknown as RenderedRecord;
}

export async function markAnnounced(db: Database, stripeEventIds: string[]): Promise<void> {
  await db.stripeEvent.updateMany({
    where: { stripeEventId: { in: stripeEventIds }, announcedAt: null },
    data: { announcedAt: new Date() },
  });
}
