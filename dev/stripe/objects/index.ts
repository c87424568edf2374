import type { Charge } from './charge';
import type { Customer } from './customer';
import type { Dispute } from './dispute';
import type { BalanceTransaction } from './money';
import type { PaymentIntent } from './payment-intent';
import type { PaymentMethod } from './payment-method';
import type { Refund } from './refund';
import type { Settings, Task } from './simulation';

/** Every object that the simulator keeps, by its `object`. */
export type Kinds = {
  payment_intent: PaymentIntent;
  charge: Charge;
  refund: Refund;
  dispute: Dispute;
  balance_transaction: BalanceTransaction;
  payment_method: PaymentMethod;
  customer: Customer;
  task: Task;
  settings: Settings;
};

export type Kind = keyof Kinds;
export type Kept = Kinds[Kind];

export const kinds: Kind[] = [
  'payment_intent',
  'charge',
  'refund',
  'dispute',
  'balance_transaction',
  'payment_method',
  'customer',
  'task',
  'settings',
];

const prefixes: Record<string, Kind> = {
  pi: 'payment_intent',
  ch: 'charge',
  py: 'charge',
  re: 'refund',
  pyr: 'refund',
  dp: 'dispute',
  txn: 'balance_transaction',
  pm: 'payment_method',
  cus: 'customer',
};

export const kindOfId = (id: string): Kind | undefined => prefixes[id.split('_')[0] ?? ''];
