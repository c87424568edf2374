import type { Money } from '../money';

/**
 * Everything that we can say against a dispute, in one structure. It goes to the customer's bank
 * through Stripe and is shown to operators, so it names no person, no address and no card.
 */
export interface EvidencePack {
  dispute: { disputeId: string; amount: Money; reason: string; createdAt: string };
  booking: {
    bookingId: string;
    bookingReference?: string;
    status: string;
    price: Money;
    paymentId: string;
    stripePaymentIntentId?: string;
    stripeChargeId: string;
  };
  /** When and how the customer ordered and paid. */
  acceptance: {
    orderedAt: string;
    paidAt?: string;
    confirmedAt?: string;
    paymentMethod?: string;
    /** The caller's own record of it: termsAcceptedAt, refundPolicyVersion, …. */
    terms: Record<string, string>;
  };
  /** What the customer's bank was told, and what it said. */
  authentication: Omit<Authentication, 'chargedAt'> & { chargedAt: string };
  timeline: { at: string; event: string }[];
  refunds: { refundId: string; amount: Money; status: string; requestedAt: string }[];
}

export interface Authentication {
  chargedAt: Date;
  /** Stripe's words, here and below. */
  method: string;
  threeDSecure?: { result: string; flow?: string; version?: string; eci?: string };
  networkStatus?: string;
  riskLevel?: string;
  cvcCheck?: string;
}

/** What our rows know. */
export interface EvidenceRows {
  dispute: { disputeId: string; createdAt: Date; reason: string; stripeChargeId: string } & Money;
  booking: {
    bookingId: string;
    bookingReference: string | null;
    status: string;
    createdAt: Date;
    metadata: Record<string, unknown>;
  } & Money;
  payment: { paymentId: string; stripePaymentIntentId: string | null; methodType: string | null };
  events: { type: string; createdAt: Date }[];
  refunds: ({ refundId: string; status: string; createdAt: Date } & Money)[];
}

export function evidencePack(rows: EvidenceRows, authentication: Authentication): EvidencePack {
  const { dispute, booking, payment, events, refunds } = rows;
  const { bookingReference } = booking;
  const { stripePaymentIntentId, methodType } = payment;
  const at = (type: string) => events.find((event) => event.type === type)?.createdAt.toISOString();
  const paidAt = at('payment.completed');
  const confirmedAt = at('booking.confirmed');
  return {
    dispute: {
      disputeId: dispute.disputeId,
      amount: moneyOf(dispute),
      reason: dispute.reason,
      createdAt: dispute.createdAt.toISOString(),
    },
    booking: {
      bookingId: booking.bookingId,
      ...(bookingReference !== null && { bookingReference }),
      status: booking.status,
      price: moneyOf(booking),
      paymentId: payment.paymentId,
      ...(stripePaymentIntentId !== null && { stripePaymentIntentId }),
      stripeChargeId: dispute.stripeChargeId,
    },
    acceptance: {
      orderedAt: booking.createdAt.toISOString(),
      ...(paidAt !== undefined && { paidAt }),
      ...(confirmedAt !== undefined && { confirmedAt }),
      ...(methodType !== null && { paymentMethod: methodType }),
      terms: termsIn(booking.metadata),
    },
    authentication: { ...authentication, chargedAt: authentication.chargedAt.toISOString() },
    timeline: events.map(({ type, createdAt }) => ({ at: createdAt.toISOString(), event: type })),
    refunds: refunds.map(({ refundId, status, createdAt, ...money }) => ({
      refundId,
      amount: moneyOf(money),
      status,
      requestedAt: createdAt.toISOString(),
    })),
  };
}

/** Of the caller's metadata only what tells of accepted terms; the rest may tell of a person. */
function termsIn(metadata: Record<string, unknown>): Record<string, string> {
  const told = Object.entries(metadata).filter(
    (entry): entry is [string, string] =>
      /^(terms|refundPolicy|cancellationPolicy)/i.test(entry[0]) &&
      typeof entry[1] === 'string' &&
      !isPersonal(entry[1]),
  );
  return Object.fromEntries(told.map(([name, value]) => [name, value.slice(0, 200)]));
}

/** An e-mail address, or digits enough for a card or a telephone. */
function isPersonal(value: string): boolean {
  return /@|(\d[ -]?){12,}/.test(value);
}

function moneyOf({ amountMinor, currency }: Money): Money {
  return { amountMinor, currency };
}
