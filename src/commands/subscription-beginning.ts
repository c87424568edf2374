import { isBegun, subscriptionOfSetup, type SubscriptionRow } from '../db/subscriptions';
import { waitFor } from '../db/waiting';
import { subscriptionStart } from '../inbox/subscription-news';
import type { CommandDependencies } from './dependencies';
import { NotYet, reject } from './rejection';
import { createStripeCustomers } from './stripe-customer';
import type { SubscriptionOrder } from './subscription-order';

type Beginning = Extract<SubscriptionOrder, { start: unknown }>;

/** Starts the workflow of a subscription, or finds it started; answers its id once Stripe has it. */
export function createSubscriptionBeginning(deps: CommandDependencies) {
  const { db, subscriptions, rowMs } = deps;
  const customers = createStripeCustomers(deps);

  async function begin(order: Beginning, stopping: AbortSignal): Promise<string> {
    const { setupId } = order.start;
    const existing = await subscriptionOfSetup(db, setupId);
    if (!existing) await start(order);
    else if (!isDecided(existing)) await revive(existing);
    const row = await waitFor(
      () => subscriptionOfSetup(db, setupId),
      (now) => now !== undefined && isDecided(now),
      rowMs,
      stopping,
    );
    if (!row || !isDecided(row)) throw new NotYet(`subscription ${setupId} has not begun yet`);
    const { refusedCode: code, refusedMessage: message } = row;
    if (code !== null && message !== null) reject(code, message);
    return setupId;
  }

  /** The person goes to Stripe here, and no further. */
  async function start({ start, person }: Beginning): Promise<void> {
    const stripeCustomerId = await customers.ofAny(start.customerId, person);
    const whole = { ...start, stripeCustomerId };
    // Ended without a row: somebody has terminated it before it could do anything.
    if ((await subscriptions.start(whole)) === 'closed') await subscriptions.startAgain(whole);
  }

  /** Its start was lost, or somebody has terminated it. */
  async function revive(row: SubscriptionRow): Promise<void> {
    await subscriptions.startAgain(subscriptionStart(row));
  }

  return begin;
}

function isDecided(row: SubscriptionRow): boolean {
  return isBegun(row) || row.refusedCode !== null;
}
