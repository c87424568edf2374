import { paymentIdOf } from '../domain/ids';
import type { BookingStatus } from '../domain/booking';
import type { RefundRequest, RefundStatus } from '../domain/refund';
import { isBilling } from '../domain/stripe-event';
import type { FlagRaised } from '../domain/transition';
import type { InboxEvent } from '../db/stripe-events';
import { aboutDispute, type KnownDispute } from './dispute-news';
import { aboutSubscription, type KnownSubscription } from './subscription-news';

/** What the database knows of the objects that an event names. */
export interface Known {
  /** By the PaymentIntent or the charge; for a PaymentIntent's event also by its metadata. */
  payment?: KnownPayment;
  /** Metadata names a booking of ours; asked only where no payment was found. */
  bookingId?: string;
  /** The event's charge is on record, as the booking's own or as stray money. */
  chargeKnown: boolean;
  refund?: KnownRefund;
  dispute?: KnownDispute;
  subscription?: KnownSubscription;
  /** Minor units of that charge which refunds on record have given back, or tried to. */
  accountedMinor: number;
}

export interface KnownPayment {
  paymentId: string;
  bookingId: string;
  bookingStatus: BookingStatus;
  workflowId: string;
  stripePaymentIntentId?: string;
}

export interface KnownRefund {
  refundId: string;
  paymentId: string;
  workflowId: string;
  status: RefundStatus;
  reason: string;
  /** Paid back by hand: Stripe's word no longer decides. */
  manual: boolean;
}

/** What to do about an event. */
export type Act =
  /** It concerns somebody else, or nobody. */
  | { act: 'ignore' }
  /** It is ours, and everything that it says is known. */
  | { act: 'nothing' }
  /** It will make sense when something else has been recorded. */
  | { act: 'park' }
  | { act: 'tell-booking'; workflowId: string }
  | { act: 'tell-refund'; workflowId: string; refund: KnownRefund }
  | { act: 'tell-dispute'; workflowId: string; dispute: { disputeId: string; bookingId: string } }
  | { act: 'tell-subscription'; workflowId: string; subscription: KnownSubscription }
  /** Only Stripe knows whose PaymentIntent it is about. */
  | { act: 'look-for-owner' }
  /** Money that cannot pay its booking (saga.md rule 9). */
  | { act: 'return-money'; paymentId: string; reason: string }
  /** A refund that Stripe made without us: recorded, not repeated. */
  | { act: 'record-refund'; request: RefundRequest & { identity: string } }
  | { act: 'flag'; bookingId: string; flag: FlagRaised };

const IGNORE: Act = { act: 'ignore' };
const NOTHING: Act = { act: 'nothing' };
const PARK: Act = { act: 'park' };

/** What Stripe's news means here. Pure; reference/temporal.md section 3 and saga.md rule 9. */
export function decide(event: InboxEvent, known: Known): Act {
  if (event.type.startsWith('payment_intent.') || event.type === 'charge.expired')
    return aboutPayment(event, known);
  if (isBilling(event.type)) return aboutSubscription(known);
  if (event.type.startsWith('refund.')) return aboutRefund(event, known);
  if (event.type === 'charge.refunded') return aboutRefundedTotal(event, known);
  return aboutDispute(event, known);
}

function aboutPayment({ type, facts }: InboxEvent, known: Known): Act {
  const { payment } = known;
  const succeeded = type === 'payment_intent.succeeded';
  if (!payment) return withoutRow(facts, known, succeeded);
  const ownIntent = payment.stripePaymentIntentId;
  const waits = payment.bookingStatus === 'PENDING_PAYMENT';
  // Whether it is the booking's own is known once that is on record, which is on its way.
  if (waits && ownIntent === undefined) return PARK;
  const second = ownIntent !== undefined && ownIntent !== facts.paymentIntentId;
  if (waits && !second) return { act: 'tell-booking', workflowId: payment.workflowId };
  if (!succeeded || known.chargeKnown) return NOTHING;
  const reason = second ? 'duplicate payment' : 'late payment';
  return { act: 'return-money', paymentId: payment.paymentId, reason };
}

/** Only our own derivation proves that a paymentId is ours: then its row is on the way. */
function withoutRow(facts: InboxEvent['facts'], known: Known, succeeded: boolean): Act {
  const { bookingId, paymentId } = facts;
  if (bookingId !== undefined && paymentId === paymentIdOf(bookingId)) return PARK;
  if (known.bookingId === undefined || !succeeded) return IGNORE;
  const subject = facts.paymentIntentId ?? 'unknown';
  const detail =
    `PaymentIntent ${subject} took ${facts.amount ?? 'some'} minor units and names this booking, ` +
    'but it is not ours. Nothing was refunded: find out who made it.';
  return {
    act: 'flag',
    bookingId: known.bookingId,
    flag: { kind: 'foreign_money', subject, detail },
  };
}

function aboutRefund({ objectId, facts }: InboxEvent, known: Known): Act {
  const { refund, payment } = known;
  if (refund) return { act: 'tell-refund', workflowId: refund.workflowId, refund };
  if (!payment) return { act: 'look-for-owner' }; // of stray money, heard before the money itself
  if (facts.status === 'failed' || facts.status === 'canceled') return NOTHING;
  if (!known.chargeKnown) return wasNeverTaken(facts, payment) ? NOTHING : PARK;
  return {
    act: 'record-refund',
    request: {
      paymentId: payment.paymentId,
      ...(facts.amount !== undefined && { amount: facts.amount }),
      reason: facts.reason ?? 'refunded at Stripe',
      identity: `stripe:${objectId}`,
    },
  };
}

/** The total says nothing that the refunds' own events do not say; it only must add up. */
function aboutRefundedTotal({ facts }: InboxEvent, known: Known): Act {
  const { payment } = known;
  if (!payment) return { act: 'look-for-owner' };
  if (!known.chargeKnown && wasNeverTaken(facts, payment)) return NOTHING;
  return (facts.amountRefunded ?? 0) <= known.accountedMinor ? NOTHING : PARK;
}

/** Stripe calls it a refund when it lets an authorisation go; no money had come. */
function wasNeverTaken({ paymentIntentId }: InboxEvent['facts'], payment: KnownPayment): boolean {
  const closed = payment.bookingStatus === 'CANCELLED' || payment.bookingStatus === 'EXPIRED';
  return closed && paymentIntentId === payment.stripePaymentIntentId;
}

/** A refund whose workflow has ended is taken up again when Stripe says something new. */
export function isNewOfRefund(status: string | undefined, refund: KnownRefund): boolean {
  if (refund.manual) return false;
  if (status === 'succeeded') return refund.status !== 'succeeded';
  return (status === 'failed' || status === 'canceled') && refund.status !== 'failed';
}
