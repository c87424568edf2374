-- CreateEnum
CREATE TYPE "BookingStatus" AS ENUM ('PENDING_PAYMENT', 'CONFIRMED', 'CANCELLED', 'EXPIRED', 'REFUND_PENDING', 'REFUND_FAILED', 'PARTIALLY_REFUNDED', 'REFUNDED');

-- CreateEnum
CREATE TYPE "PaymentStatus" AS ENUM ('initiating', 'awaiting_payment', 'processing', 'authorized', 'completed', 'failed', 'cancelled', 'expired', 'unapplied', 'partially_refunded', 'refunded');

-- CreateEnum
CREATE TYPE "RefundStatus" AS ENUM ('pending', 'succeeded', 'failed');

-- CreateTable
CREATE TABLE "bookings" (
    "booking_id" TEXT NOT NULL,
    "booking_reference" TEXT,
    "user_id" TEXT NOT NULL,
    "customer_id" TEXT,
    "amount_minor" INTEGER NOT NULL,
    "currency" TEXT NOT NULL,
    "status" "BookingStatus" NOT NULL DEFAULT 'PENDING_PAYMENT',
    "reason" TEXT,
    "sequence" INTEGER NOT NULL DEFAULT 0,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "bindings" TEXT[],
    "correlation_id" TEXT NOT NULL,
    "workflow_id" TEXT NOT NULL,
    "metadata" JSONB NOT NULL DEFAULT '{}',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "bookings_pkey" PRIMARY KEY ("booking_id")
);

-- CreateTable
CREATE TABLE "payments" (
    "payment_id" TEXT NOT NULL,
    "payment_number" SERIAL NOT NULL,
    "booking_id" TEXT NOT NULL,
    "status" "PaymentStatus" NOT NULL DEFAULT 'initiating',
    "payment_method" TEXT NOT NULL DEFAULT 'credit_card',
    "method_type" TEXT,
    "stripe_payment_intent_id" TEXT,
    "stripe_status" TEXT,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "last_decline" TEXT,

    CONSTRAINT "payments_pkey" PRIMARY KEY ("payment_id")
);

-- CreateTable
CREATE TABLE "charges" (
    "stripe_charge_id" TEXT NOT NULL,
    "payment_id" TEXT NOT NULL,
    "stripe_payment_intent_id" TEXT NOT NULL,
    "own" BOOLEAN NOT NULL,
    "amount_minor" INTEGER NOT NULL,
    "currency" TEXT NOT NULL,
    "receipt_url" TEXT,
    "reserved_minor" INTEGER NOT NULL DEFAULT 0,
    "external_minor" INTEGER NOT NULL DEFAULT 0,
    "refunded_minor" INTEGER NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "charges_pkey" PRIMARY KEY ("stripe_charge_id")
);

-- CreateTable
CREATE TABLE "refunds" (
    "refund_id" TEXT NOT NULL,
    "payment_id" TEXT NOT NULL,
    "stripe_charge_id" TEXT NOT NULL,
    "workflow_id" TEXT NOT NULL,
    "amount_minor" INTEGER NOT NULL,
    "reason" TEXT NOT NULL,
    "requested_by" TEXT NOT NULL,
    "status" "RefundStatus" NOT NULL DEFAULT 'pending',
    "attempt" INTEGER NOT NULL DEFAULT 1,
    "stripe_refund_id" TEXT,
    "manual" BOOLEAN NOT NULL DEFAULT false,
    "error_code" TEXT,
    "error_message" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "refunds_pkey" PRIMARY KEY ("refund_id")
);

-- CreateTable
CREATE TABLE "transitions" (
    "id" UUID NOT NULL,
    "aggregatetype" TEXT NOT NULL DEFAULT 'booking',
    "aggregateid" TEXT NOT NULL,
    "sequence" INTEGER NOT NULL,
    "type" TEXT NOT NULL,
    "payload" JSONB NOT NULL,
    "causation_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "transitions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "event_records" (
    "id" BIGSERIAL NOT NULL,
    "transition_id" UUID NOT NULL,
    "booking_id" TEXT NOT NULL,
    "sequence" INTEGER NOT NULL,
    "topic" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "value" TEXT NOT NULL,
    "headers" JSONB NOT NULL,
    "published_at" TIMESTAMPTZ(3),

    CONSTRAINT "event_records_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "stripe_events" (
    "stripe_event_id" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "object_id" TEXT NOT NULL,
    "payment_intent_id" TEXT,
    "livemode" BOOLEAN NOT NULL,
    "facts" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "delivered_at" TIMESTAMPTZ(3),
    "outcome" TEXT,
    "deliveries" INTEGER NOT NULL DEFAULT 0,
    "next_delivery_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "stripe_events_pkey" PRIMARY KEY ("stripe_event_id")
);

-- CreateTable
CREATE TABLE "stripe_effects" (
    "effect" TEXT NOT NULL,
    "generation" INTEGER NOT NULL DEFAULT 1,
    "sent_at" TIMESTAMPTZ(3),
    "saved_error" TEXT,

    CONSTRAINT "stripe_effects_pkey" PRIMARY KEY ("effect")
);

-- CreateTable
CREATE TABLE "flags" (
    "booking_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "detail" TEXT NOT NULL,
    "raised_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "cleared_at" TIMESTAMPTZ(3),

    CONSTRAINT "flags_pkey" PRIMARY KEY ("booking_id","kind","subject")
);

-- CreateTable
CREATE TABLE "operator_acts" (
    "id" TEXT NOT NULL,
    "act" TEXT NOT NULL,
    "booking_id" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "actor" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "acted_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "operator_acts_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "idempotent_requests" (
    "scope" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "body_hash" TEXT NOT NULL,
    "status" INTEGER,
    "body" JSONB,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "idempotent_requests_pkey" PRIMARY KEY ("scope","key")
);

-- CreateIndex
CREATE INDEX "bookings_status_expires_at_idx" ON "bookings"("status", "expires_at");

-- CreateIndex
CREATE INDEX "bookings_user_id_created_at_idx" ON "bookings"("user_id", "created_at");

-- CreateIndex
CREATE UNIQUE INDEX "payments_payment_number_key" ON "payments"("payment_number");

-- CreateIndex
CREATE UNIQUE INDEX "payments_booking_id_key" ON "payments"("booking_id");

-- CreateIndex
CREATE UNIQUE INDEX "payments_stripe_payment_intent_id_key" ON "payments"("stripe_payment_intent_id");

-- CreateIndex
CREATE INDEX "charges_payment_id_idx" ON "charges"("payment_id");

-- CreateIndex
CREATE UNIQUE INDEX "refunds_stripe_refund_id_key" ON "refunds"("stripe_refund_id");

-- CreateIndex
CREATE INDEX "refunds_payment_id_created_at_idx" ON "refunds"("payment_id", "created_at");

-- CreateIndex
CREATE UNIQUE INDEX "transitions_aggregateid_sequence_key" ON "transitions"("aggregateid", "sequence");

-- CreateIndex
CREATE INDEX "event_records_booking_id_sequence_idx" ON "event_records"("booking_id", "sequence");

-- CreateIndex
CREATE UNIQUE INDEX "event_records_transition_id_topic_key" ON "event_records"("transition_id", "topic");

-- CreateIndex
CREATE INDEX "stripe_events_payment_intent_id_idx" ON "stripe_events"("payment_intent_id");

-- CreateIndex
CREATE INDEX "operator_acts_booking_id_idx" ON "operator_acts"("booking_id");

-- AddForeignKey
ALTER TABLE "payments" ADD CONSTRAINT "payments_booking_id_fkey" FOREIGN KEY ("booking_id") REFERENCES "bookings"("booking_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "charges" ADD CONSTRAINT "charges_payment_id_fkey" FOREIGN KEY ("payment_id") REFERENCES "payments"("payment_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "refunds" ADD CONSTRAINT "refunds_payment_id_fkey" FOREIGN KEY ("payment_id") REFERENCES "payments"("payment_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "refunds" ADD CONSTRAINT "refunds_stripe_charge_id_fkey" FOREIGN KEY ("stripe_charge_id") REFERENCES "charges"("stripe_charge_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "transitions" ADD CONSTRAINT "transitions_aggregateid_fkey" FOREIGN KEY ("aggregateid") REFERENCES "bookings"("booking_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "event_records" ADD CONSTRAINT "event_records_transition_id_fkey" FOREIGN KEY ("transition_id") REFERENCES "transitions"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "flags" ADD CONSTRAINT "flags_booking_id_fkey" FOREIGN KEY ("booking_id") REFERENCES "bookings"("booking_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Invariants (Prisma cannot express these; the drift check leaves them alone).

ALTER TABLE "bookings"
  ADD CONSTRAINT "bookings_id_form" CHECK ("booking_id" ~ '^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$'),
  ADD CONSTRAINT "bookings_amount" CHECK ("amount_minor" BETWEEN 1 AND 99999999),
  ADD CONSTRAINT "bookings_currency" CHECK ("currency" ~ '^[a-z]{3}$'),
  ADD CONSTRAINT "bookings_sequence" CHECK ("sequence" >= 0);

ALTER TABLE "payments"
  ADD CONSTRAINT "payments_attempts" CHECK ("attempts" >= 0);

-- Promised and given back never exceed what was taken. External refunds stand apart: Stripe made
-- them without asking, and what happened is recorded even when it crosses a reservation.
ALTER TABLE "charges"
  ADD CONSTRAINT "charges_amount" CHECK ("amount_minor" > 0),
  ADD CONSTRAINT "charges_reserved" CHECK ("reserved_minor" BETWEEN 0 AND "amount_minor"),
  ADD CONSTRAINT "charges_external" CHECK ("external_minor" BETWEEN 0 AND "amount_minor"),
  ADD CONSTRAINT "charges_refunded" CHECK ("refunded_minor" >= 0);

-- A booking is paid by one charge; every further one is stray money.
CREATE UNIQUE INDEX "charges_one_own" ON "charges" ("payment_id") WHERE "own";

ALTER TABLE "refunds"
  ADD CONSTRAINT "refunds_amount" CHECK ("amount_minor" > 0),
  ADD CONSTRAINT "refunds_attempt" CHECK ("attempt" >= 1),
  ADD CONSTRAINT "refunds_requested_by"
    CHECK ("requested_by" IN ('api', 'command', 'operator', 'saga', 'external')),
  ADD CONSTRAINT "refunds_success_known"
    CHECK ("status" <> 'succeeded' OR "stripe_refund_id" IS NOT NULL OR "manual");

ALTER TABLE "transitions"
  ADD CONSTRAINT "transitions_sequence" CHECK ("sequence" >= 1);

ALTER TABLE "stripe_effects"
  ADD CONSTRAINT "stripe_effects_generation" CHECK ("generation" >= 1);

-- What is still to be published and still to be delivered is always a short list: index just that.
CREATE INDEX "event_records_unpublished" ON "event_records" ("booking_id", "sequence")
  WHERE "published_at" IS NULL;
CREATE INDEX "stripe_events_undelivered" ON "stripe_events" ("next_delivery_at")
  WHERE "delivered_at" IS NULL;
CREATE INDEX "flags_open" ON "flags" ("raised_at") WHERE "cleared_at" IS NULL;

-- History is only ever added to.
CREATE FUNCTION "refuse_change"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME;
END;
$$;

CREATE TRIGGER "transitions_append_only" BEFORE UPDATE OR DELETE ON "transitions"
  FOR EACH ROW EXECUTE FUNCTION "refuse_change"();
CREATE TRIGGER "operator_acts_append_only" BEFORE UPDATE OR DELETE ON "operator_acts"
  FOR EACH ROW EXECUTE FUNCTION "refuse_change"();
