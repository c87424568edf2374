import type Stripe from 'stripe';
import type { DisputeFacts } from '../domain/dispute';
import type { Authentication } from '../domain/evidence/pack';
import type { EvidenceFields } from '../domain/evidence/fields';
import type { StripeClient } from './client';

export function createDisputes(stripe: StripeClient) {
  return {
    async retrieve(id: string): Promise<DisputeFacts> {
      return disputeOf(await stripe.disputes.retrieve(id));
    },

    /** Stripe takes evidence once; what was staged in its dashboard goes along. */
    async submitEvidence(
      id: string,
      evidence: EvidenceFields,
      idempotencyKey: string,
    ): Promise<DisputeFacts> {
      const parameters = { evidence: { ...evidence }, submit: true };
      const made = await stripe.disputes.update(id, parameters, { idempotencyKey });
      // A replayed answer shows the dispute as it was then; it may have been decided since.
      const replayed = made.lastResponse.headers['idempotent-replayed'] === 'true';
      return disputeOf(replayed ? await stripe.disputes.retrieve(id) : made);
    },

    /** How sure the customer's bank was of the customer. Nothing that names a person or a card. */
    async authentication(chargeId: string): Promise<Authentication> {
      const charge = await stripe.charges.retrieve(chargeId);
      return {
        chargedAt: timeOf(charge.created),
        method: charge.payment_method_details?.type ?? 'unknown',
        ...threeDSecureOf(charge.payment_method_details?.card?.three_d_secure),
        ...checksOf(charge),
      };
    },
  };
}

export type Disputes = ReturnType<typeof createDisputes>;

function disputeOf(dispute: Stripe.Dispute): DisputeFacts {
  const intentId = idOf(dispute.payment_intent);
  const dueBy = dispute.evidence_details.due_by;
  return {
    disputeId: dispute.id,
    stripeChargeId: idOf(dispute.charge) ?? '',
    ...(intentId !== undefined && { stripePaymentIntentId: intentId }),
    amountMinor: dispute.amount,
    currency: dispute.currency,
    reason: dispute.reason,
    status: dispute.status,
    refundable: dispute.is_charge_refundable,
    withdrawnMinor: withdrawn(dispute.balance_transactions),
    ...(dueBy !== null && { evidenceDueBy: timeOf(dueBy) }),
    submissions: dispute.evidence_details.submission_count,
    createdAt: timeOf(dispute.created),
  };
}

/** Fees aside: those are the price of the dispute, not the customer's money. */
function withdrawn(transactions: readonly Stripe.BalanceTransaction[]): number {
  return -transactions.reduce((total, { amount }) => total + amount, 0) + 0; // never -0
}

function threeDSecureOf(
  result: Stripe.Charge.PaymentMethodDetails.Card.ThreeDSecure | null | undefined,
): Pick<Authentication, 'threeDSecure'> {
  if (!result) return {};
  const { authentication_flow: flow, version, electronic_commerce_indicator: eci } = result;
  return {
    threeDSecure: {
      result: result.result ?? 'unknown',
      ...(flow && { flow }),
      ...(version && { version }),
      ...(eci && { eci }),
    },
  };
}

function checksOf({ outcome, payment_method_details: details }: Stripe.Charge) {
  const cvcCheck = details?.card?.checks?.cvc_check;
  return {
    ...(outcome?.network_status && { networkStatus: outcome.network_status }),
    ...(outcome?.risk_level && { riskLevel: outcome.risk_level }),
    ...(cvcCheck && { cvcCheck }),
  };
}

function idOf(reference: string | { id: string } | null): string | undefined {
  return typeof reference === 'string' ? reference : reference?.id;
}

function timeOf(seconds: number): Date {
  return new Date(seconds * 1_000);
}
