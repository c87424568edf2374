-- AlterTable
ALTER TABLE "flags" ADD COLUMN     "due_by" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "payments" ADD COLUMN     "capture_method" TEXT NOT NULL DEFAULT 'automatic',
ADD COLUMN     "confirmation_method" TEXT NOT NULL DEFAULT 'automatic';

-- AlterTable
ALTER TABLE "stripe_effects" ADD COLUMN     "spent_by" TEXT;

-- AlterTable
ALTER TABLE "stripe_events" ADD COLUMN     "source" TEXT NOT NULL DEFAULT 'webhook';

-- CreateTable
CREATE TABLE "disputes" (
    "dispute_id" TEXT NOT NULL,
    "payment_id" TEXT NOT NULL,
    "stripe_charge_id" TEXT NOT NULL,
    "workflow_id" TEXT NOT NULL,
    "amount_minor" INTEGER NOT NULL,
    "currency" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "refundable" BOOLEAN NOT NULL,
    "withdrawn_minor" INTEGER NOT NULL DEFAULT 0,
    "evidence_due_by" TIMESTAMPTZ(3),
    "evidence_submitted_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "disputes_pkey" PRIMARY KEY ("dispute_id")
);

-- CreateTable
CREATE TABLE "stripe_cursors" (
    "name" TEXT NOT NULL,
    "position" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "stripe_cursors_pkey" PRIMARY KEY ("name")
);

-- CreateIndex
CREATE INDEX "disputes_payment_id_idx" ON "disputes"("payment_id");

-- CreateIndex
CREATE INDEX "disputes_stripe_charge_id_idx" ON "disputes"("stripe_charge_id");

-- AddForeignKey
ALTER TABLE "disputes" ADD CONSTRAINT "disputes_payment_id_fkey" FOREIGN KEY ("payment_id") REFERENCES "payments"("payment_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Invariants (Prisma cannot express these; the drift check leaves them alone).

ALTER TABLE "payments"
  ADD CONSTRAINT "payments_capture_method" CHECK ("capture_method" IN ('automatic', 'manual')),
  ADD CONSTRAINT "payments_confirmation_method"
    CHECK ("confirmation_method" IN ('automatic', 'manual'));

ALTER TABLE "disputes"
  ADD CONSTRAINT "disputes_amount" CHECK ("amount_minor" > 0);

ALTER TABLE "stripe_events"
  ADD CONSTRAINT "stripe_events_source" CHECK ("source" IN ('webhook', 'backfill'));

-- Few, or something is wrong: the metrics count them.
CREATE INDEX "stripe_events_recovered" ON "stripe_events" ("received_at")
  WHERE "source" = 'backfill';
