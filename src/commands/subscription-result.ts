import { isBegun, subscriptionOfSetup, type BegunRow } from '../db/subscriptions';
import { paymentIdOf } from '../domain/ids';
import { isOver } from '../domain/subscription';
import type { SetupResult } from '../kafka/contracts';
import { stripeFault } from '../stripe/errors';
import type { SetupSecret } from '../stripe/setup-intents';
import type { CommandDependencies } from './dependencies';
import type { Rejection } from './rejection';

/** What a request came to, as its row keeps it. */
export interface SetupAnswer {
  setupId?: string;
  action?: 'begun' | 'revised';
  /** Nothing was done about it. */
  rejected?: Rejection;
}

type Told = Pick<SetupResult, 'requestId' | 'customerId' | 'metadata' | 'at' | 'fingerprint'>;

/** Something to pay or to authenticate: Stripe's id of it, the sum, and how it stands. */
interface Due {
  id: string;
  amount: number;
  secret: SetupSecret;
}

const STANDS = ['active', 'trialing'];
const FINE = ['succeeded', 'processing', 'requires_action'];

/**
 * The result of a request: what it came to by its row, and how that stands by Stripe, read at this
 * moment. The client secret and the next action are in no row.
 */
export function createSetupResults(deps: CommandDependencies) {
  const { db, billing, setupSecrets } = deps;

  return async function setupResult(answer: SetupAnswer, told: Told): Promise<SetupResult> {
    const { setupId, action, rejected } = answer;
    if (rejected) return rejection(told, rejected);
    const row = setupId === undefined ? undefined : await subscriptionOfSetup(db, setupId);
    // A requestId that another customer has used before must not show that customer's secrets.
    if (!row || !isBegun(row) || row.customerId !== told.customerId) return rejection(told, TAKEN);
    const due = action === 'begun' ? await firstDue(row) : await dueByChange(row);
    const state = due ? dueOf(due, row) : settled(row);
    return {
      ...told,
      ...common(row, told),
      ...state,
      ...(action === 'begun' && begunAs(row, due)),
    };
  };

  /** The first invoice's PaymentIntent, else the SetupIntent of a trial. */
  async function firstDue(row: BegunRow): Promise<Due | undefined> {
    const { firstPaymentIntentId: payment, setupIntentId: setup } = row;
    const amount = Number(row.firstAmountMinor ?? 0);
    if (payment !== null) return shown(payment, amount, setupSecrets.ofPayment);
    return setup === null ? undefined : shown(setup, amount, setupSecrets.ofSetup);
  }

  /** A change that Stripe bills at once, and whose invoice is not paid. */
  async function dueByChange({ stripeSubscriptionId }: BegunRow): Promise<Due | undefined> {
    const { invoice } = await billing.withInvoice(stripeSubscriptionId);
    if (invoice?.status !== 'open' || !invoice.byChange || !invoice.payment) return undefined;
    const { amountMinor, payment } = invoice;
    return shown(payment.paymentIntentId, amountMinor, setupSecrets.ofPayment);
  }

  async function shown(
    id: string,
    amount: number,
    read: (id: string) => Promise<SetupSecret>,
  ): Promise<Due> {
    try {
      return { id, amount, secret: await read(id) };
    } catch (error) {
      // Waiting would not help: Stripe does not show it to us.
      if (stripeFault(error)?.kind !== 'refused') throw error;
      return { id, amount, secret: { status: 'unknown' } };
    }
  }
}

const TAKEN: Rejection = {
  code: 'request_exists',
  message: 'metadata.requestId: It is taken by another request. Send a new one',
};

function rejection(told: Told, { code, message }: Rejection): SetupResult {
  return { ...told, status: 'rejected', errorCode: code, error: message };
}

function common(row: BegunRow, { requestId }: Told) {
  const { stripeSubscriptionId: subscriptionId, currency } = row;
  return { paymentId: paymentIdOf(requestId), subscriptionId, currency: currency ?? '' };
}

/** Nothing is left to do: the subscription is as it was asked for. */
function settled({ status }: BegunRow) {
  return { status, success: true, amount: 0 };
}

function dueOf({ id, amount, secret }: Due, row: BegunRow) {
  const { status, clientSecret, nextAction } = secret;
  const due = { status, amount, paymentIntentId: id };
  if (FINE.includes(status)) return { ...due, clientSecret, nextAction };
  if (isOver(row.status)) return { ...due, ...LATE };
  return { ...due, clientSecret, errorCode: secret.errorCode, error: secret.error };
}

const LATE = {
  errorCode: 'subscription_ended',
  error: 'The subscription has ended: begin a new one',
};

const FAILED = {
  errorCode: 'payment_failed',
  error: 'A payment of the subscription did not succeed',
};

/** What was begun is as it was asked for only while it stands. Without an error it may come to that. */
function begunAs({ status }: BegunRow, due: Due | undefined) {
  if (isOver(status)) return { success: false, ...LATE };
  const { status: paid, errorCode, error } = due?.secret ?? { status: 'succeeded' };
  const stands = STANDS.includes(status);
  // Where Stripe no longer shows the payment, its word of the subscription is left.
  if (stands && (paid === 'succeeded' || paid === 'unknown')) return { success: true };
  if (FINE.includes(paid) && (stands || status === 'incomplete')) return { success: false };
  return {
    ...{ success: false, ...FAILED },
    ...(errorCode !== undefined && { errorCode }),
    ...(error !== undefined && { error }),
  };
}
