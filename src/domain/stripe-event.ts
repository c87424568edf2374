/** A verified event of Stripe's, reduced to what the product may act on and may keep. */
export interface VerifiedEvent {
  stripeEventId: string;
  type: string;
  /** The event's object: a PaymentIntent, a charge, a refund, a dispute, an invoice, …. */
  objectId: string;
  livemode: boolean;
  /** Stripe's own time of the event, to the second. */
  createdAt: Date;
  facts: StripeFacts;
}

/** No client secret, card, name or address: this is stored, and partly logged. */
export interface StripeFacts {
  paymentIntentId?: string;
  chargeId?: string;
  /** Metadata of ours, or of somebody who uses the same words. */
  bookingId?: string;
  paymentId?: string;
  refundId?: string;
  setupId?: string;
  /** Stripe's subscription, of an event of Billing. */
  subscriptionId?: string;
  /** Stripe's words. */
  status?: string;
  reason?: string;
  failureReason?: string;
  /** Minor units. `amountRefunded` is cumulative. */
  amount?: number;
  amountRefunded?: number;
  /** Of a declined attempt. */
  code?: string;
  declineCode?: string;
  message?: string;
  methodType?: string;
}

/** About a subscription, its invoices or a card that is saved for it; never about a booking's money. */
export function isBilling(type: string): boolean {
  return /^(invoice|customer\.subscription|setup_intent)\./.test(type);
}
