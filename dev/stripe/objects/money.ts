export type Metadata = Record<string, string>;

export type BalanceTransaction = {
  id: string;
  object: 'balance_transaction';
  amount: number;
  available_on: number;
  balance_type: 'payments';
  created: number;
  currency: string;
  description: string | null;
  exchange_rate: null;
  fee: number;
  fee_details: FeeDetail[];
  net: number;
  reporting_category: string;
  source: string;
  status: 'pending' | 'available';
  type: 'charge' | 'payment' | 'refund' | 'adjustment' | 'refund_failure';
};

type FeeDetail = {
  amount: number;
  application: null;
  currency: string;
  description: string;
  type: 'stripe_fee';
};

type Movement = Pick<
  BalanceTransaction,
  'id' | 'amount' | 'currency' | 'source' | 'type' | 'reporting_category' | 'fee'
> & { created: number; available_on: number; feeFor: string };

/** The only place where money moves: every other amount can be added up from these. */
export function newBalanceTransaction(movement: Movement): BalanceTransaction {
  const { feeFor, ...rest } = movement;
  const fee = {
    amount: rest.fee,
    application: null,
    currency: rest.currency,
    description: feeFor,
    type: 'stripe_fee' as const,
  };
  return {
    ...rest,
    object: 'balance_transaction',
    balance_type: 'payments',
    description: null,
    exchange_rate: null,
    fee_details: rest.fee === 0 ? [] : [fee],
    net: rest.amount - rest.fee,
    status: 'pending',
  };
}
