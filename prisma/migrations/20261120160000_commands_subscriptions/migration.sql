-- Commands over Kafka.

-- AlterTable
ALTER TABLE "payments" ADD COLUMN     "stripe_customer_id" TEXT;

-- AlterTable
-- What came before is no news any more: by a default, which rewrites no row.
ALTER TABLE "stripe_events" ADD COLUMN     "announced_at" TIMESTAMPTZ(3) DEFAULT CURRENT_TIMESTAMP,
ADD COLUMN     "announcement" JSONB;
ALTER TABLE "stripe_events" ALTER COLUMN "announced_at" DROP DEFAULT;

-- CreateTable
CREATE TABLE "processed_commands" (
    "command" TEXT NOT NULL,
    "request_id" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "fingerprint" TEXT NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "answered_at" TIMESTAMPTZ(3),
    "answer" JSONB,

    CONSTRAINT "processed_commands_pkey" PRIMARY KEY ("command","request_id")
);

-- CreateTable
CREATE TABLE "stripe_customers" (
    "customer_id" TEXT NOT NULL,
    "stripe_customer_id" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "stripe_customers_pkey" PRIMARY KEY ("customer_id")
);

-- Invariants (Prisma cannot express these; the drift check leaves them alone).

ALTER TABLE "processed_commands"
  ADD CONSTRAINT "processed_commands_answered"
    CHECK (("answered_at" IS NULL) = ("answer" IS NULL));

-- What is still to be told is always a short list: index just that.
CREATE INDEX "stripe_events_unannounced" ON "stripe_events" ("received_at")
  WHERE "announced_at" IS NULL;

ALTER TABLE "payments"
  ADD CONSTRAINT "payments_stripe_customer" CHECK ("stripe_customer_id" ~ '^cus_\w{1,250}$')
    NOT VALID; -- the column is new: there is nothing to look through

ALTER TABLE "stripe_customers"
  ADD CONSTRAINT "stripe_customers_form" CHECK ("stripe_customer_id" ~ '^cus_\w{1,250}$');

-- Subscriptions.

-- AlterTable
ALTER TABLE "stripe_events" ADD COLUMN     "applied_at" TIMESTAMPTZ(3),
ADD COLUMN     "subscription_id" TEXT;

-- CreateTable
CREATE TABLE "subscriptions" (
    "setup_id" TEXT NOT NULL,
    "request_id" TEXT NOT NULL,
    "customer_id" TEXT NOT NULL,
    "stripe_customer_id" TEXT NOT NULL,
    "workflow_id" TEXT NOT NULL,
    "subscription_plan_id" TEXT NOT NULL,
    "stripe_price_id" TEXT NOT NULL,
    "payment_method_id" TEXT NOT NULL,
    "trial_days" INTEGER,
    "stripe_subscription_id" TEXT,
    "status" TEXT,
    "told_status" TEXT,
    "current_period_end" TIMESTAMPTZ(3),
    "cancel_at_period_end" BOOLEAN NOT NULL DEFAULT false,
    "first_payment_intent_id" TEXT,
    "first_amount_minor" BIGINT,
    "currency" TEXT,
    "setup_intent_id" TEXT,
    "refused_code" TEXT,
    "refused_message" TEXT,
    "revision" INTEGER NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "subscriptions_pkey" PRIMARY KEY ("setup_id")
);

-- CreateTable
CREATE TABLE "subscription_records" (
    "id" BIGSERIAL NOT NULL,
    "setup_id" TEXT NOT NULL,
    "stripe_event_id" TEXT NOT NULL,
    "topic" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "value" TEXT NOT NULL,
    "headers" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "published_at" TIMESTAMPTZ(3),

    CONSTRAINT "subscription_records_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "subscriptions_workflow_id_key" ON "subscriptions"("workflow_id");

-- CreateIndex
CREATE UNIQUE INDEX "subscriptions_stripe_subscription_id_key" ON "subscriptions"("stripe_subscription_id");

-- CreateIndex
CREATE UNIQUE INDEX "subscriptions_setup_intent_id_key" ON "subscriptions"("setup_intent_id");

-- CreateIndex
CREATE INDEX "subscriptions_customer_id_created_at_idx" ON "subscriptions"("customer_id", "created_at");

-- CreateIndex
CREATE INDEX "subscription_records_setup_id_id_idx" ON "subscription_records"("setup_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "subscription_records_stripe_event_id_topic_key" ON "subscription_records"("stripe_event_id", "topic");

-- CreateIndex
CREATE INDEX "stripe_events_subscription_id_idx" ON "stripe_events"("subscription_id");

-- AddForeignKey
ALTER TABLE "subscription_records" ADD CONSTRAINT "subscription_records_setup_id_fkey" FOREIGN KEY ("setup_id") REFERENCES "subscriptions"("setup_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Invariants (Prisma cannot express these; the drift check leaves them alone).

ALTER TABLE "subscriptions"
  ADD CONSTRAINT "subscriptions_setup_id_form" CHECK ("setup_id" ~ '^[0-9a-f]{24}$'),
  ADD CONSTRAINT "subscriptions_stripe_customer" CHECK ("stripe_customer_id" ~ '^cus_\w{1,250}$'),
  ADD CONSTRAINT "subscriptions_status_known"
    CHECK (("status" IS NULL) = ("stripe_subscription_id" IS NULL)),
  ADD CONSTRAINT "subscriptions_refused_or_begun"
    CHECK ("refused_code" IS NULL OR "stripe_subscription_id" IS NULL),
  ADD CONSTRAINT "subscriptions_refused_why"
    CHECK (("refused_code" IS NULL) = ("refused_message" IS NULL));

-- What is still to be published is always a short list: index just that.
CREATE INDEX "subscription_records_unpublished" ON "subscription_records" ("setup_id", "id")
  WHERE "published_at" IS NULL;
