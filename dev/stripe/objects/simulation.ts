export type TaskKind =
  | 'book_charge'
  | 'lapse_authorization'
  | 'settle_debit'
  | 'settle_refund'
  | 'fail_refund'
  | 'judge_dispute'
  | 'dispute_past_due'
  | 'expire_subscription'
  | 'trial_will_end'
  | 'renew_subscription'
  | 'finalize_invoice'
  | 'retry_invoice';

/** Something Stripe does later by itself, at an instant of the simulator's clock. */
export type Task = { id: string; object: 'task'; kind: TaskKind; subject: string; due: number };

/** How soon Stripe acts by itself, and its unpublished limits. Changed by a control, kept. */
export type Settings = {
  id: 'settings';
  object: 'settings';
  charge_updated_seconds: number;
  debit_settles_seconds: number;
  refund_settles_seconds: number;
  refund_fails_seconds: number;
  dispute_judged_seconds: number;
  max_confirms: number;
  invoice_finalizes_seconds: number;
  /** How long after each failed attempt the next one follows; none left: dunning has ended. */
  invoice_retry_days: number[];
  dunning_ends_in: 'canceled' | 'unpaid' | 'past_due';
};

export const defaultSettings: Settings = {
  id: 'settings',
  object: 'settings',
  charge_updated_seconds: 1,
  debit_settles_seconds: 5,
  refund_settles_seconds: 5,
  refund_fails_seconds: 5,
  dispute_judged_seconds: 2,
  max_confirms: 50,
  invoice_finalizes_seconds: 3600,
  invoice_retry_days: [3, 5, 7],
  dunning_ends_in: 'canceled',
};
