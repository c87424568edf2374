import type { Charge } from './charge';
import type { BalanceTransaction, Metadata } from './money';

export type DisputeStatus =
  | 'warning_needs_response'
  | 'warning_under_review'
  | 'warning_closed'
  | 'needs_response'
  | 'under_review'
  | 'won'
  | 'lost';

export type Dispute = {
  id: string;
  object: 'dispute';
  amount: number;
  balance_transactions: BalanceTransaction[];
  charge: string;
  created: number;
  currency: string;
  enhanced_eligibility_types: string[];
  evidence: Record<string, unknown>;
  evidence_details: {
    due_by: number;
    enhanced_eligibility: Record<string, never>;
    has_evidence: boolean;
    past_due: boolean;
    submission_count: number;
    submission_method: 'manual' | 'not_submitted';
  };
  intended_submission_method: null;
  is_charge_refundable: boolean;
  livemode: false;
  metadata: Metadata;
  payment_intent: string;
  payment_method_details: Record<string, unknown>;
  reason: string;
  status: DisputeStatus;
};

export const evidenceTexts = [
  ...['access_activity_log', 'billing_address', 'cancellation_policy_disclosure'],
  ...['cancellation_rebuttal', 'customer_email_address', 'customer_name', 'customer_purchase_ip'],
  ...['duplicate_charge_explanation', 'duplicate_charge_id', 'product_description'],
  ...['refund_policy_disclosure', 'refund_refusal_explanation', 'service_date'],
  ...['shipping_address', 'shipping_carrier', 'shipping_date', 'shipping_tracking_number'],
  ...['uncategorized_text'],
];

export const evidenceFiles = [
  ...['cancellation_policy', 'customer_communication', 'customer_signature'],
  ...['duplicate_charge_documentation', 'receipt', 'refund_policy', 'service_documentation'],
  ...['shipping_documentation', 'uncategorized_file'],
];

const noEvidence = Object.fromEntries(
  [...evidenceTexts, ...evidenceFiles].sort().map((name) => [name, null]),
);

type Birth = {
  id: string;
  created: number;
  amount: number;
  reason: string;
  inquiry: boolean;
  due_by: number;
};

/** An inquiry moves no money and leaves the charge refundable; a chargeback does neither. */
export function newDispute(charge: Charge, birth: Birth): Dispute {
  const { inquiry, due_by, ...rest } = birth;
  const brand = (charge.payment_method_details['card'] as { brand?: string } | undefined)?.brand;
  return {
    ...rest,
    object: 'dispute',
    balance_transactions: [],
    charge: charge.id,
    currency: charge.currency,
    enhanced_eligibility_types: [],
    evidence: { ...noEvidence, enhanced_evidence: {} },
    evidence_details: {
      due_by,
      enhanced_eligibility: {},
      has_evidence: false,
      past_due: false,
      submission_count: 0,
      submission_method: 'not_submitted',
    },
    intended_submission_method: null,
    is_charge_refundable: inquiry,
    livemode: false,
    metadata: {},
    payment_intent: charge.payment_intent,
    payment_method_details: {
      card: {
        brand: brand ?? 'visa',
        case_type: inquiry ? 'inquiry' : 'chargeback',
        network: brand ?? 'visa',
        network_reason_code: '83',
      },
      type: 'card',
    },
    status: inquiry ? 'warning_needs_response' : 'needs_response',
  };
}
