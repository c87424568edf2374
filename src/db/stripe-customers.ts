import type { Database } from './client';

export async function stripeCustomerOf(
  db: Database,
  customerId: string,
): Promise<string | undefined> {
  const row = await db.stripeCustomer.findUnique({ where: { customerId } });
  return row?.stripeCustomerId;
}

/** Of two who make one at once the first is kept, and both then use it. */
export async function keepStripeCustomer(
  db: Database,
  customerId: string,
  stripeCustomerId: string,
): Promise<string> {
  const data = { customerId, stripeCustomerId };
  await db.stripeCustomer.createMany({ data, skipDuplicates: true });
  return (await stripeCustomerOf(db, customerId)) ?? stripeCustomerId;
}

/** One that Stripe no longer has gives way, once, to its successor. */
export async function replaceStripeCustomer(
  db: Database,
  {
    customerId,
    gone,
    stripeCustomerId,
  }: Record<'customerId' | 'gone' | 'stripeCustomerId', string>,
): Promise<string> {
  await db.stripeCustomer.updateMany({
    where: { customerId, stripeCustomerId: gone },
    data: { stripeCustomerId },
  });
  return (await stripeCustomerOf(db, customerId)) ?? stripeCustomerId;
}
