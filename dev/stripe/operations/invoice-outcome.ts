import type { Invoice } from '../objects/invoice';
import type { PaymentIntent } from '../objects/payment-intent';
import { isEnded, type SubscriptionStatus } from '../objects/subscription';
import type { World } from '../state/world';
import { changeSubscription, paymentOf, subscriptionBilledBy } from './subscription-state';

/** What the end of a PaymentIntent's attempt means for the invoice it pays; most pay none. */
export function invoicePaid(world: World, intent: PaymentIntent): void {
  const invoice = invoiceOf(world, intent);
  if (!invoice) return;
  const payment = paymentOf(world, invoice);
  if (payment) {
    const status_transitions = { ...payment.status_transitions, paid_at: world.clock.now() };
    const amount_paid = payment.amount_requested;
    const paid = { ...payment, amount_paid, status: 'paid' as const, status_transitions };
    world.events.emit('invoice_payment.paid', world.store.save(paid));
  }
  settle(world, { ...invoice, attempted: true }, intent.payment_method);
}

/** Nothing is left to pay. `method`: what it was paid with, if it cost anything. */
export function settle(world: World, invoice: Invoice, method: string | null): Invoice {
  const paid = world.store.save({
    ...invoice,
    amount_paid: invoice.amount_due,
    amount_remaining: 0,
    attempt_count: Math.max(invoice.amount_due > 0 ? 1 : 0, invoice.attempt_count),
    attempted: true,
    auto_advance: false,
    next_payment_attempt: null,
    status: 'paid' as const,
    status_transitions: { ...invoice.status_transitions, paid_at: world.clock.now() },
  });
  world.events.emit('invoice.paid', paid);
  world.events.emit('invoice.payment_succeeded', paid);
  setDelinquent(world, invoice.customer, false);
  const subscription = subscriptionBilledBy(world, paid);
  if (isEnded(subscription)) return paid;
  const saves = subscription.payment_settings.save_default_payment_method === 'on_subscription';
  changeSubscription(world, subscription.id, {
    status: statusAfterPayment(subscription.status, subscription.latest_invoice === paid.id),
    ...(saves && method && { default_payment_method: method }),
  });
  return paid;
}

/** Nobody owes it any more, which is as good as paid; but what never began has now ended. */
export function invoiceVoided(world: World, invoice: Invoice): void {
  const { id, status, latest_invoice } = subscriptionBilledBy(world, invoice);
  if (latest_invoice !== invoice.id) return;
  if (status === 'incomplete')
    changeSubscription(world, id, { ended_at: world.clock.now(), status: 'incomplete_expired' });
  else changeSubscription(world, id, { status: statusAfterPayment(status, true) });
}

/** Only what is owed last counts: an older invoice paid late leaves the newer one unpaid. */
function statusAfterPayment(status: SubscriptionStatus, isLatest: boolean): SubscriptionStatus {
  const waits = status === 'incomplete' || status === 'past_due' || status === 'unpaid';
  return waits && isLatest ? 'active' : status;
}

export function invoiceNotPaid(world: World, intent: PaymentIntent): void {
  const invoice = invoiceOf(world, intent);
  if (invoice) failed(world, invoice);
}

/** To Stripe's mind this is a failure too, but one that only the customer can mend. */
export function invoiceWaitsForCustomer(world: World, intent: PaymentIntent): void {
  const invoice = invoiceOf(world, intent);
  if (!invoice) return;
  const waiting = failed(world, { ...invoice, next_payment_attempt: null });
  world.events.emit('invoice.payment_action_required', waiting);
}

export function failed(world: World, invoice: Invoice): Invoice {
  const tried = world.store.save({
    ...invoice,
    attempted: true,
    attempt_count: Math.max(1, invoice.attempt_count),
  });
  world.events.emit('invoice.payment_failed', tried);
  setDelinquent(world, invoice.customer, true);
  const { id, status, latest_invoice } = subscriptionBilledBy(world, tried);
  if ((status === 'active' || status === 'trialing') && latest_invoice === tried.id)
    changeSubscription(world, id, { status: 'past_due' });
  return tried;
}

function setDelinquent(world: World, id: string, delinquent: boolean): void {
  const customer = world.store.find('customer', id);
  if (!customer || customer.delinquent === delinquent) return;
  world.events.emit('customer.updated', world.store.save({ ...customer, delinquent }), customer);
}

function invoiceOf(world: World, intent: PaymentIntent): Invoice | undefined {
  const invoice = world.store.find('invoice', intent.sim.invoice ?? '');
  return invoice?.status === 'open' ? invoice : undefined;
}
