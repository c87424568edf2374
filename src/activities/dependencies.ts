import type { BookingOwner } from '../booking-owner/client';
import type { Database } from '../db/client';
import type { Transitions } from '../db/transitions';
import type { Contracts } from '../kafka/contracts';
import type { Logger } from '../logger';
import type { Disputes } from '../stripe/disputes';
import type { Invoices } from '../stripe/invoices';
import type { MethodType, PaymentIntents } from '../stripe/payment-intents';
import type { Refunds } from '../stripe/refunds';
import type { SavedCards } from '../stripe/saved-cards';
import type { Subscriptions } from '../stripe/subscriptions';
import type { Effects } from './effects';

/** What an operator may set, and a workflow must not read for itself. */
export interface Policy {
  paymentWindowMs: number;
  confirmWindowMs: number;
  maxAttempts: number;
  failurePolicy: 'retry' | 'cancel';
  methodTypes: readonly MethodType[];
  livemode: boolean;
  /** Where the customer's bank sends the browser back to, unless the caller says otherwise. */
  returnUrl: string;
}

export interface Dependencies {
  db: Database;
  transitions: Transitions;
  /** Offers a booking's committed records to Kafka; never fails, waits 250 ms at most. */
  offer: (bookingId: string) => Promise<void>;
  /** The same of a subscription's. */
  offerSubscription: (setupId: string) => Promise<void>;
  contracts: Pick<Contracts, 'bindingsOf' | 'refusal' | 'subscriptions'>;
  once: Effects;
  intents: PaymentIntents;
  refunds: Refunds;
  disputes: Disputes;
  subscriptions: Subscriptions;
  invoices: Invoices;
  cards: SavedCards;
  owner: BookingOwner;
  policy: Policy;
  /** Milliseconds, as `Date.now`; tests of days move it. */
  now: () => number;
  logger: Logger;
}
