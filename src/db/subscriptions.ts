import type {
  InvoiceFacts,
  SubscriptionFacts,
  SubscriptionRefusal,
  SubscriptionStart,
} from '../domain/subscription';
import type { Database, Tx } from './client';
import type { Subscription } from './generated/client';

export type SubscriptionRow = Subscription;

/** A row whose subscription Stripe has. */
export type BegunRow = SubscriptionRow & { stripeSubscriptionId: string; status: string };

export function isBegun(row: SubscriptionRow): row is BegunRow {
  return row.stripeSubscriptionId !== null && row.status !== null;
}

/** Before Stripe is asked for anything. Answers the row that is there, whoever made it. */
export async function insertSubscription(
  db: Database,
  start: SubscriptionStart,
  workflowId: string,
): Promise<SubscriptionRow> {
  const data = { ...start, workflowId };
  await db.subscription.createMany({ data, skipDuplicates: true });
  return db.subscription.findUniqueOrThrow({ where: { setupId: start.setupId } });
}

export async function subscriptionOfSetup(
  db: Database,
  setupId: string,
): Promise<SubscriptionRow | undefined> {
  return (await db.subscription.findUnique({ where: { setupId } })) ?? undefined;
}

export async function subscriptionByStripeId(
  db: Database,
  stripeSubscriptionId: string,
): Promise<SubscriptionRow | undefined> {
  return (await db.subscription.findUnique({ where: { stripeSubscriptionId } })) ?? undefined;
}

export async function subscriptionBySetupIntent(
  db: Database,
  setupIntentId: string,
): Promise<SubscriptionRow | undefined> {
  return (await db.subscription.findUnique({ where: { setupIntentId } })) ?? undefined;
}

/** Locked until the transaction ends. */
export async function lockedSubscription(tx: Tx, setupId: string): Promise<SubscriptionRow> {
  await tx.$queryRaw`SELECT 1 FROM subscriptions WHERE setup_id = ${setupId} FOR UPDATE`;
  return tx.subscription.findUniqueOrThrow({ where: { setupId } });
}

export async function keepPaymentMethod(
  db: Database,
  setupId: string,
  paymentMethodId: string,
): Promise<void> {
  await db.subscription.update({ where: { setupId }, data: { paymentMethodId } });
}

/**
 * Stripe has made it, also where it was held to be refused. Of two who say so at once the first is
 * believed: they found the same.
 */
export async function saveBegun(
  db: Database,
  setupId: string,
  { subscription, invoice }: { subscription: SubscriptionFacts; invoice?: InvoiceFacts },
): Promise<void> {
  await db.subscription.updateMany({
    where: { setupId, stripeSubscriptionId: null },
    data: {
      ...stateOf(subscription),
      ...{ refusedCode: null, refusedMessage: null },
      stripeSubscriptionId: subscription.subscriptionId,
      currency: subscription.currency,
      firstPaymentIntentId: invoice?.payment?.paymentIntentId ?? null,
      firstAmountMinor: invoice?.amountMinor ?? 0,
    },
  });
}

/** Final: another attempt is another request. */
export async function saveRefused(
  db: Database,
  setupId: string,
  { code, message }: SubscriptionRefusal,
): Promise<void> {
  await db.subscription.updateMany({
    where: { setupId, stripeSubscriptionId: null, refusedCode: null },
    data: { refusedCode: code, refusedMessage: message },
  });
}

/** Stripe's word as it is now; `toldStatus`: what was published together with it. */
export async function saveState(
  tx: Tx,
  setupId: string,
  subscription: SubscriptionFacts,
  toldStatus: string | null,
): Promise<SubscriptionRow> {
  const { stripePriceId, subscriptionPlanId } = subscription;
  const data = {
    ...stateOf(subscription),
    ...{ stripePriceId, toldStatus, revision: { increment: 1 } },
    ...(subscriptionPlanId !== undefined && { subscriptionPlanId }),
  };
  return tx.subscription.update({ where: { setupId }, data });
}

/** A SetupIntent that is done is no longer Stripe's to name, but results still are about it. */
function stateOf({
  status,
  currentPeriodEnd,
  cancelAtPeriodEnd,
  setupIntentId,
}: SubscriptionFacts) {
  return {
    ...{ status, currentPeriodEnd, cancelAtPeriodEnd },
    ...(setupIntentId !== undefined && { setupIntentId }),
  };
}
