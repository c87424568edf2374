import type { Price, Product } from './catalog';
import type { Charge } from './charge';
import type { Customer } from './customer';
import type { Dispute } from './dispute';
import type { Invoice } from './invoice';
import type { PendingItem } from './invoice-line';
import type { InvoicePayment } from './invoice-payment';
import type { BalanceTransaction } from './money';
import type { PaymentIntent } from './payment-intent';
import type { PaymentMethod } from './payment-method';
import type { Refund } from './refund';
import type { SetupIntent } from './setup-intent';
import type { Settings, Task } from './simulation';
import type { Subscription } from './subscription';

/** Every object that the simulator keeps, by its `object`. */
export type Kinds = {
  payment_intent: PaymentIntent;
  charge: Charge;
  refund: Refund;
  dispute: Dispute;
  balance_transaction: BalanceTransaction;
  payment_method: PaymentMethod;
  customer: Customer;
  setup_intent: SetupIntent;
  product: Product;
  price: Price;
  subscription: Subscription;
  invoice: Invoice;
  invoice_payment: InvoicePayment;
  pending_item: PendingItem;
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
  'setup_intent',
  'product',
  'price',
  'subscription',
  'invoice',
  'invoice_payment',
  'pending_item',
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
  seti: 'setup_intent',
  prod: 'product',
  price: 'price',
  sub: 'subscription',
  in: 'invoice',
  inpay: 'invoice_payment',
};

export const kindOfId = (id: string): Kind | undefined => prefixes[id.split('_')[0] ?? ''];
