import type { Metadata } from './money';

export type RefundReason =
  'duplicate' | 'fraudulent' | 'requested_by_customer' | 'expired_uncaptured_charge';

export type RefundStatus = 'pending' | 'requires_action' | 'succeeded' | 'failed' | 'canceled';

export type Refund = {
  id: string;
  object: 'refund';
  amount: number;
  balance_transaction: string | null;
  charge: string;
  created: number;
  currency: string;
  destination_details: Record<string, unknown>;
  failure_balance_transaction?: string;
  failure_reason?: string;
  metadata: Metadata;
  payment_intent: string;
  pending_reason?: 'processing' | 'insufficient_funds' | 'charge_pending';
  reason: RefundReason | null;
  receipt_number: null;
  source_transfer_reversal: null;
  status: RefundStatus;
  transfer_reversal: null;
};

type Birth = Pick<
  Refund,
  | 'id'
  | 'amount'
  | 'charge'
  | 'payment_intent'
  | 'created'
  | 'currency'
  | 'metadata'
  | 'reason'
  | 'status'
  | 'balance_transaction'
>;

export function newRefund(birth: Birth): Refund {
  return {
    ...birth,
    object: 'refund',
    destination_details: {
      card: {
        reference_status: 'pending',
        reference_type: 'acquirer_reference_number',
        type: 'refund',
      },
      type: 'card',
    },
    ...(birth.status === 'pending' && { pending_reason: 'processing' }),
    receipt_number: null,
    source_transfer_reversal: null,
    transfer_reversal: null,
  };
}
