import { newInvoice, type BillingReason, type Invoice } from '../objects/invoice';
import { newLine, type Charged, type Period } from '../objects/invoice-line';
import { newInvoicePayment } from '../objects/invoice-payment';
import { newPaymentIntent } from '../objects/payment-intent';
import type { Subscription } from '../objects/subscription';
import { clientSecret, newId } from '../state/ids';
import type { World } from '../state/world';
import { cancelUnpaid } from './cancellation';
import { leastOf } from './currencies';
import { keepIntent } from './payment-intents';
import { defaultMethod, paymentOf, subscriptionBilledBy } from './subscription-state';

type Draft = { reason: BillingReason; charged: Charged[]; period: Period };

export function draftInvoice(world: World, subscription: Subscription, draft: Draft): Invoice {
  const id = newId('in');
  const customer = world.store.find('customer', subscription.customer);
  const { email = null, name = null, phone = null } = customer ?? {};
  const place = { invoice: id, subscription: subscription.id };
  const invoice = newInvoice({
    id,
    created: world.clock.now(),
    billing_reason: draft.reason,
    currency: subscription.currency,
    customer: { id: subscription.customer, email, name, phone },
    lines: draft.charged.map((each) => newLine({ id: newId('il'), ...place }, each)),
    period: draft.period,
    subscription: { id: subscription.id, metadata: subscription.metadata },
  });
  world.events.emit('invoice.created', world.store.save(invoice));
  return invoice;
}

/** From now on its amount is fixed. What the customer's balance does not cover is to be paid. */
export function finalize(world: World, draft: Invoice): Invoice {
  const now = world.clock.now();
  const { starting, ending, due } = settledWithBalance(world, draft);
  const invoice = world.store.save({
    ...draft,
    ...{ amount_due: due, amount_remaining: due },
    ...{ starting_balance: starting, ending_balance: ending },
    automatically_finalizes_at: null,
    effective_at: now,
    hosted_invoice_url: `${world.url}/invoices/${draft.id}`,
    number: nextNumber(world, draft),
    status: 'open' as const,
    status_transitions: { ...draft.status_transitions, finalized_at: now },
  });
  world.events.emit('invoice.finalized', invoice);
  return due > 0 ? withIntent(world, invoice) : invoice;
}

/** As at Stripe, what is too little to be charged waits in the balance as well. */
function settledWithBalance(world: World, { total, currency, customer }: Invoice) {
  const holder = world.store.find('customer', customer);
  const starting = holder?.balance ?? 0;
  const owed = total + starting;
  const due = owed < leastOf(currency) ? 0 : owed;
  const ending = owed - due;
  if (holder && ending !== starting) {
    const changed = world.store.save({ ...holder, balance: ending, currency });
    world.events.emit('customer.updated', changed, holder);
  }
  return { starting, ending, due };
}

function nextNumber(world: World, invoice: Invoice): string {
  const customer = world.store.find('customer', invoice.customer);
  if (!customer) return invoice.id;
  const { invoice_prefix, next_invoice_sequence: sequence } = customer;
  const next_invoice_sequence = sequence + 1;
  world.store.save({ ...customer, currency: invoice.currency, next_invoice_sequence });
  return `${invoice_prefix}-${`${sequence}`.padStart(4, '0')}`;
}

function withIntent(world: World, invoice: Invoice): Invoice {
  const id = newId('pi');
  const created = world.clock.now();
  const { amount_due: amount, currency, customer } = invoice;
  const method = defaultMethod(world, subscriptionBilledBy(world, invoice));
  const first = invoice.billing_reason === 'subscription_create';
  const secret = clientSecret(id, world.secretKey);
  const born = newPaymentIntent({ id, created, secret, amount, currency });
  keepIntent(world, {
    ...born,
    capture_method: 'automatic',
    customer,
    description: first ? 'Subscription creation' : 'Subscription update',
    payment_method: method?.id ?? null,
    payment_method_types: ['card', 'sepa_debit'],
    setup_future_usage: first ? 'off_session' : null,
    status: method ? 'requires_confirmation' : 'requires_payment_method',
    sim: { ...born.sim, invoice: invoice.id },
  });
  const birth = { id: newId('inpay'), amount_requested: amount, created, currency };
  world.store.save(newInvoicePayment({ ...birth, invoice: invoice.id, intent: id }));
  return world.store.save({ ...invoice, sim: { ...invoice.sim, intent: id } });
}

export function voidInvoice(world: World, invoice: Invoice): Invoice {
  const intent = world.store.find('payment_intent', invoice.sim.intent ?? '');
  const now = world.clock.now();
  const payment = paymentOf(world, invoice);
  if (payment?.status === 'open')
    world.store.save({
      ...payment,
      status: 'canceled' as const,
      status_transitions: { ...payment.status_transitions, canceled_at: now },
    });
  if (intent && intent.status !== 'succeeded' && intent.status !== 'canceled')
    cancelUnpaid(world, intent, 'void_invoice');
  const voided = world.store.save({
    ...invoice,
    auto_advance: false,
    next_payment_attempt: null,
    status: 'void' as const,
    status_transitions: { ...invoice.status_transitions, voided_at: now },
  });
  world.events.emit('invoice.voided', voided);
  return voided;
}
