import { confirmed } from '../../src/domain/decisions/confirming';
import { confirmBooking, abandonConfirmation, releaseBooking } from './acts/confirming';
import { settleDispute } from './acts/disputing';
import { extendDeadline } from './acts/extending';
import { once } from './acts/once';
import { ensureIntent, openPayment } from './acts/opening';
import { confirmPayment } from './acts/payment-confirming';
import { cancelIntent } from './acts/receiving';
import { markRefunded, retryRefund } from './acts/refund-acts';
import { reserve } from './acts/refund-requests';
import { apply, openRefund, settleRefund } from './acts/refunding';
import { closePayment, settlePayment } from './acts/settling';
import type { DisputeFlows } from './flows/disputes';
import type { RefundFlows } from './flows/refunds';
import type { Desk } from './flows/desk';
import type { Inbox } from './inbox';
import type { Owner } from './owner';
import type { Rows } from './rows';
import type { Runner } from './runner';
import type { Setup } from './setup';
import type { Stripe } from './stripe/stripe';

export const BOOKING_ID = 'bk-1';
export const PRICE = 12_000;
export const CURRENCY = 'eur';

/**
 * An activity in small steps. At each `yield` the process may die: then it runs again from its
 * beginning; or it may stop for a while, and go on when another attempt has been made meanwhile.
 */
export type Steps<T> = Generator<void, T, void>;

/** What the workflows have done, and the building blocks of that. A planted bug replaces one. */
export const PARTS = {
  once,
  reserve,
  apply,
  confirmed,
  cancelIntent,
  ensureIntent,
  openPayment,
  settlePayment,
  closePayment,
  confirmPayment,
  extendDeadline,
  confirmBooking,
  abandonConfirmation,
  releaseBooking,
  openRefund,
  settleRefund,
  retryRefund,
  markRefunded,
  settleDispute,
};

/** What a caller was told with a 2xx. */
export type Told = { what: 'cancelled' } | { what: 'refund'; refundId: string };

/** One booking, and everything that knows of it. */
export interface Model {
  clock: { now: number };
  setup: Setup;
  stripe: Stripe;
  rows: Rows;
  owner: Owner;
  parts: typeof PARTS;
  runner: Runner;
  desk: Desk;
  refundFlows: RefundFlows;
  disputeFlows: DisputeFlows;
  inbox: Inbox;
  /** The saga's workflow is over. */
  sagaEnded: () => boolean;
  told: Told[];
  /** Nothing keeps it from being decided at its deadline. */
  healthy: boolean;
  /** What was found to be wrong while it ran. */
  wrong: string[];
  /** The activity that takes a step just now. */
  task?: { scheduledAt: number; attempt: number };
}
