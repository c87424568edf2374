import type { BookingStatus } from './booking';
import type { EventExtras, EventType } from './events';
import { eventIdOf } from './ids';
import type { PaymentStatus } from './payment';

/** A booking and its payment as they stand, read under the booking's lock. */
export interface BookingState {
  bookingId: string;
  bookingReference?: string;
  userId: string;
  customerId?: string;
  amountMinor: number;
  currency: string;
  status: BookingStatus;
  reason?: string;
  sequence: number;
  expiresAt: Date;
  bindings: readonly string[];
  correlationId: string;
  workflowId: string;
  /** Where the caller's metadata name one: told to those who count. */
  subscriptionPlanId?: string;
  createdAt: Date;
  payment: PaymentState;
  /** Ids of the events that are already recorded. */
  history: ReadonlySet<string>;
}

export interface PaymentState {
  paymentId: string;
  paymentNumber: number;
  status: PaymentStatus;
  /** The request's word (credit_card, …). */
  paymentMethod: string;
  /** Stripe's word (card, …). */
  methodType?: string;
  stripePaymentIntentId?: string;
  stripeCustomerId?: string;
  stripeStatus?: string;
  captureMethod: 'automatic' | 'manual';
  confirmationMethod: 'automatic' | 'manual';
  attempts: number;
  lastDecline?: string;
}

/** One event to come, and the statuses that it brings. Unchanged where absent. */
export interface Transition<T extends EventType = EventType> {
  type: T;
  extras: EventExtras[T];
  discriminator?: string;
  causationId?: string;
  /** It is about stray money, which not every consumer hears of. */
  stray?: boolean;
  booking?: BookingStatus;
  payment?: PaymentStatus;
}

export interface FlagRaised {
  kind: FlagKind;
  /** What it is about: a charge, a refund, an event type. */
  subject: string;
  detail: string;
  /** Until when somebody must have acted. */
  dueBy?: Date;
}

export type FlagKind =
  | 'amount_mismatch'
  | 'dispute'
  | 'external_refund'
  | 'foreign_money'
  | 'forbidden_move'
  | 'owner_unreachable'
  | 'publishing'
  | 'refund_failed'
  | 'undelivered_news'
  | 'workflow_lost';

/** What a fact means for a booking. Pure: the caller commits it in one transaction. */
export interface Decision {
  transitions: Transition[];
  flags?: FlagRaised[];
  /** Reason kept on the booking's row. */
  reason?: string;
  /** The deadline, where somebody has moved it. */
  expiresAt?: Date;
  payment?: Partial<Pick<PaymentState, PaymentColumns>>;
}
type PaymentColumns =
  'attempts' | 'lastDecline' | 'methodType' | 'stripePaymentIntentId' | 'stripeStatus';

export const NOTHING: Decision = { transitions: [] };

export function transition<T extends EventType>(
  type: T,
  extras: EventExtras[T],
  more: Omit<Transition<T>, 'type' | 'extras'> = {},
): Transition {
  return { type, extras, ...more };
}

/** The cause of a payment's outcome: that it was initiated, or else only that it was asked for. */
export function outcomeCause(state: BookingState): string {
  const initiated = eventIdOf(state.bookingId, 'payment.initiated');
  if (state.history.has(initiated)) return initiated;
  return eventIdOf(state.bookingId, 'booking.pending_payment');
}

export function happened(state: BookingState, type: EventType, discriminator = ''): boolean {
  return state.history.has(eventIdOf(state.bookingId, type, discriminator));
}
