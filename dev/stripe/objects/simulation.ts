export type TaskKind =
  | 'book_charge'
  | 'lapse_authorization'
  | 'settle_debit'
  | 'settle_refund'
  | 'fail_refund'
  | 'judge_dispute'
  | 'dispute_past_due';

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
};
