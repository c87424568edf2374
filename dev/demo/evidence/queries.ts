const PAYMENTS_OF = `from bookings b join payments p using (booking_id)
  where b.booking_id = any($1::text[])`;

export const PAYMENTS = `
  select b.booking_id as "bookingId", b.status::text as status, b.amount_minor as "amountMinor",
    b.currency, b.sequence, b.created_at as "createdAt", b.expires_at as "expiresAt",
    p.payment_id as "paymentId", p.payment_number as "paymentNumber",
    p.status::text as "paymentStatus", p.stripe_payment_intent_id as "intentId"
  ${PAYMENTS_OF}`;

export const STANDING = `
  select b.status::text as booking, p.status::text as payment,
    p.stripe_payment_intent_id as "intentId"
  ${PAYMENTS_OF}`;

export const REFUNDS = `
  select p.booking_id as "bookingId", r.refund_id as "refundId",
    r.stripe_refund_id as "stripeRefundId", r.amount_minor as "amountMinor",
    r.status::text as status, r.attempt, r.requested_by as "requestedBy"
  from refunds r join payments p using (payment_id)
  where p.booking_id = any($1::text[]) order by r.created_at`;

export const TRANSITIONS = `
  select aggregateid as "bookingId", id::text as id, sequence, type, payload,
    created_at as "createdAt"
  from transitions where aggregateid = any($1::text[]) order by aggregateid, sequence`;

export const FLAGS = `
  select booking_id as "bookingId", kind
  from flags where booking_id = any($1::text[]) and cleared_at is null order by kind`;

export const RECORDS_LEFT = `
  select count(*)::int as left
  from event_records where booking_id = any($1::text[]) and published_at is null`;
