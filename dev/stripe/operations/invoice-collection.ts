import { StripeError } from '../http/stripe-error';
import type { Invoice } from '../objects/invoice';
import type { PaymentMethod } from '../objects/payment-method';
import { isEnded } from '../objects/subscription';
import type { World } from '../state/world';
import { confirm } from './confirmation';
import { planRetry } from './dunning-plan';
import { failed, settle } from './invoice-outcome';
import { finalize } from './invoices';
import { defaultMethod, subscriptionBilledBy } from './subscription-state';

/** A renewal's draft has rested long enough: its amount is fixed, and it is paid. */
export function collect(world: World, id: string): void {
  const draft = world.store.find('invoice', id);
  if (draft?.status !== 'draft' || !draft.auto_advance) return;
  if (isEnded(subscriptionBilledBy(world, draft))) return;
  payAutomatically(world, finalize(world, draft));
}

/** Without the customer. How it ended is told by the invoice, not by an error. */
export function payAutomatically(world: World, invoice: Invoice): Invoice {
  if (invoice.amount_due === 0) return settle(world, invoice, null);
  quietly(() => attempt(world, planRetry(world, invoice), { offSession: true }));
  return world.store.find('invoice', invoice.id) ?? invoice;
}

export type Attempt = { offSession: boolean; method?: PaymentMethod | undefined };

/** One try; a decline throws, as it does for whoever pays an invoice by hand. */
export function attempt(world: World, invoice: Invoice, how: Attempt): void {
  const intent = world.store.find('payment_intent', invoice.sim.intent ?? '');
  const method = how.method ?? defaultMethod(world, subscriptionBilledBy(world, invoice));
  if (!intent || !method) {
    failed(world, invoice);
    return;
  }
  confirm(world, intent, method, {
    byCustomer: false,
    errorOnRequiresAction: false,
    forInvoice: true,
    offSession: how.offSession,
    returnUrl: null,
    useStripeSdk: true,
  });
}

export function quietly(work: () => void): void {
  try {
    work();
  } catch (error) {
    if (!(error instanceof StripeError) || error.status !== 402) throw error;
  }
}
