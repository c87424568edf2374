import type { IntentStatus } from '../../../src/domain/decisions/reading';
import type { DisputeFacts } from '../../../src/domain/dispute';
import type { StripeFacts } from '../../../src/domain/stripe-event';

/** What the customer's bank makes of an attempt. */
export type Card = 'ok' | 'declined' | '3ds' | 'slow';

export interface Intent {
  id: string;
  amountMinor: number;
  currency: string;
  livemode: boolean;
  captureMethod: 'automatic' | 'manual';
  confirmationMethod: 'automatic' | 'manual';
  status: IntentStatus;
  metadata: Record<string, string>;
  createdAt: number;
  /** Manual confirmation: what the server would confirm now. */
  chosen?: Card;
  chargeId?: string;
  receivedMinor: number;
  capturableMinor: number;
  authorizedAt?: number;
}

export interface Charge {
  id: string;
  intentId: string;
  amountMinor: number;
  capturedMinor: number;
  currency: string;
  livemode: boolean;
}

export interface Refund {
  id: string;
  chargeId: string;
  intentId: string;
  amountMinor: number;
  status: 'pending' | 'succeeded' | 'failed';
  failureReason?: string;
  metadata: Record<string, string>;
}

export interface Dispute extends DisputeFacts {
  intentId: string;
}

/** A webhook, waiting to be delivered; it may be lost, or come twice. */
export interface StripeEvent {
  id: string;
  type: string;
  objectId: string;
  createdAt: number;
  facts: StripeFacts;
  sent: 'not yet' | 'lost' | 'delivered';
}

/** One line of the ledger: what has really happened, in the order in which it did. Append-only. */
export interface Entry {
  what:
    | 'intent_created'
    | 'authorized'
    | 'captured'
    | 'intent_canceled'
    | 'refund_made'
    | 'refund_failed'
    | 'withdrawn'
    | 'reinstated';
  at: number;
  intentId: string;
  id: string;
  amountMinor: number;
  /** The idempotency key of the request that did it; absent where nobody of ours asked. */
  key?: string;
  refundId?: string;
}
