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
    p.stripe_payment_intent_id as "intentId",
    array(select d.status from disputes d
      where d.payment_id = p.payment_id order by d.created_at) as disputes,
    array(select r.status::text from refunds r
      where r.payment_id = p.payment_id order by r.created_at) as refunds
  ${PAYMENTS_OF}`;

export const REFUNDS = `
  select p.booking_id as "bookingId", r.refund_id as "refundId",
    r.stripe_refund_id as "stripeRefundId", r.amount_minor as "amountMinor",
    r.stripe_charge_id as "chargeId", r.status::text as status, r.attempt, r.manual,
    r.requested_by as "requestedBy"
  from refunds r join payments p using (payment_id)
  where p.booking_id = any($1::text[]) order by r.created_at`;

export const TRANSITIONS = `
  select aggregateid as "bookingId", id::text as id, sequence, type, payload,
    created_at as "createdAt"
  from transitions where aggregateid = any($1::text[]) order by aggregateid, sequence`;

export const CHARGES = `
  select p.booking_id as "bookingId", c.stripe_charge_id as "chargeId", c.own,
    c.amount_minor as "amountMinor", c.currency, c.reserved_minor as "reservedMinor",
    c.external_minor as "externalMinor", c.refunded_minor as "refundedMinor"
  from charges c join payments p using (payment_id) where p.booking_id = any($1::text[])`;

export const DISPUTES = `
  select p.booking_id as "bookingId", d.dispute_id as "disputeId", d.status,
    d.amount_minor as "amountMinor", d.refundable, d.withdrawn_minor as "withdrawnMinor",
    d.evidence_submitted_at as "submittedAt"
  from disputes d join payments p using (payment_id) where p.booking_id = any($1::text[])`;

export const FLAGS = `
  select booking_id as "bookingId", kind, subject
  from flags where booking_id = any($1::text[]) and cleared_at is null order by kind`;

export const RECORDS_LEFT = `
  select count(*)::int as left
  from event_records where booking_id = any($1::text[]) and published_at is null`;

export const EVERY_BOOKING = `
  select b.booking_id as "bookingId", p.payment_id as "paymentId", b.user_id as "userId",
    b.amount_minor as "amountMinor", b.currency
  from bookings b join payments p using (booking_id) order by b.created_at`;
