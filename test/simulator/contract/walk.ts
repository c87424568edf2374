import type Stripe from 'stripe';
import { idOf, errorOf, order, paid, type Started } from '../started';
import { billing } from './billing-walk';

/** One of everything that the product asks of Stripe, and of what it can be answered. */
export async function walk(sim: Started, stripe: Stripe): Promise<void> {
  await payments(stripe);
  await captures(stripe);
  await refunds(sim, stripe);
  await disputes(sim, stripe);
  await customers(stripe);
  await billing(sim, stripe);
  await reading(stripe);
}

async function payments(stripe: Stripe): Promise<void> {
  const intent = await stripe.paymentIntents.create(
    { ...order, description: 'Booking b-1', metadata: { paymentId: 'p-1', bookingId: 'b-1' } },
    { idempotencyKey: 'payment:p-1' },
  );
  await stripe.paymentIntents.retrieve(intent.id);
  await stripe.paymentIntents.update(intent.id, { amount: 6000, metadata: { attempt: '2' } });
  const pay = (payment_method: string, more = {}) =>
    stripe.paymentIntents.confirm(intent.id, { payment_method, ...more });
  await errorOf(pay('pm_card_visa_chargeDeclined'));
  await stripe.paymentIntents.retrieve(intent.id, { expand: ['latest_charge'] });
  await pay('pm_card_authenticationRequired', { return_url: 'https://shop.example/done' });
  await pay('pm_card_visa', { expand: ['latest_charge', 'payment_method'] });
  await errorOf(stripe.paymentIntents.cancel(intent.id));
  const unpaid = await stripe.paymentIntents.create({ amount: 1000, currency: 'jpy' });
  await stripe.paymentIntents.cancel(unpaid.id, { cancellation_reason: 'abandoned' });
  const debit = { allowed_payment_method_types: ['sepa_debit' as const] };
  await paid(stripe, 'pm_sepaDebit_success', debit);
  await errorOf(paid(stripe, 'pm_card_authenticationRequired', { off_session: true }));
  await errorOf(stripe.paymentIntents.retrieve('pi_nope'));
}

async function captures(stripe: Stripe): Promise<void> {
  const held = await paid(stripe, 'pm_card_visa', { capture_method: 'manual' });
  await errorOf(stripe.paymentIntents.capture(held.id, { amount_to_capture: 9000 }));
  await stripe.paymentIntents.capture(held.id, { amount_to_capture: 5000 });
  const released = await paid(stripe, 'pm_card_visa', { capture_method: 'manual' });
  await stripe.paymentIntents.cancel(released.id, { cancellation_reason: 'requested_by_customer' });
  await paid(stripe, 'pm_card_visa', { capture_method: 'manual' });
}

async function refunds(sim: Started, stripe: Stripe): Promise<void> {
  const intent = await paid(stripe);
  await sim.advance(60);
  const { latest_charge } = intent;
  const refund = await stripe.refunds.create({
    payment_intent: intent.id,
    amount: 1000,
    reason: 'requested_by_customer',
    metadata: { refundId: 'r-1' },
  });
  await stripe.refunds.retrieve(refund.id, { expand: ['balance_transaction', 'charge'] });
  await stripe.refunds.update(refund.id, { metadata: { note: 'n' } });
  await errorOf(stripe.refunds.create({ payment_intent: intent.id, amount: 5000 }));
  await stripe.refunds.create({ charge: idOf(latest_charge) });
  await stripe.charges.retrieve(idOf(latest_charge), {
    expand: ['refunds', 'balance_transaction', 'payment_intent'],
  });
  for (const method of ['pm_card_pendingRefund', 'pm_card_refundFail']) {
    const { id } = await paid(stripe, method);
    const made = await stripe.refunds.create({ payment_intent: id });
    await sim.advance(60);
    await stripe.refunds.retrieve(made.id);
  }
}

async function disputes(sim: Started, stripe: Stripe): Promise<void> {
  await paid(stripe, 'pm_card_createDispute');
  await paid(stripe, 'pm_card_createDisputeInquiry');
  const won = await paid(stripe, 'pm_card_createDispute');
  const { data } = await stripe.disputes.list({ payment_intent: won.id });
  const id = data[0]?.id ?? '';
  const evidence = { customer_name: 'Ada', uncategorized_text: 'winning_evidence' };
  await stripe.disputes.update(id, { evidence, submit: false });
  await stripe.disputes.update(id, { evidence, submit: true });
  await sim.advance(60);
  await stripe.disputes.retrieve(id, { expand: ['charge', 'payment_intent'] });
  const lost = (await stripe.disputes.list()).data.find(
    ({ status }) => status === 'needs_response',
  );
  await stripe.disputes.close(lost?.id ?? '');
}

async function customers(stripe: Stripe): Promise<void> {
  const { id: customer } = await stripe.customers.create({ email: 'ada@example.com', name: 'Ada' });
  await stripe.customers.update(customer, { metadata: { a: '1' } });
  await stripe.customers.retrieve(customer);
  const method = await stripe.paymentMethods.attach('pm_card_visa', { customer });
  await stripe.paymentMethods.retrieve(method.id);
  await stripe.paymentMethods.list({ customer, type: 'card' });
  await paid(stripe, method.id, { customer, expand: ['customer', 'payment_method'] });
  await stripe.paymentMethods.detach(method.id);
}

async function reading(stripe: Stripe): Promise<void> {
  await stripe.paymentIntents.list({ limit: 100, created: { gte: 1 } });
  await stripe.paymentIntents.list({ limit: 3, expand: ['data.latest_charge'] });
  await stripe.charges.list({ limit: 100 });
  await stripe.refunds.list({ limit: 100 });
  await stripe.disputes.list({ limit: 100 });
  await stripe.balanceTransactions.list({ limit: 100, expand: ['data.source'] });
  const [booked] = (await stripe.balanceTransactions.list({ type: 'refund' })).data;
  await stripe.balanceTransactions.retrieve(booked?.id ?? '');
  await stripe.paymentIntents.search({ query: "metadata['bookingId']:'b-1'", limit: 5 });
  await stripe.webhookEndpoints.list();
  await stripe.balance.retrieve();
  await stripe.customers.list({ email: 'ada@example.com' });
  const events = await stripe.events.list({ limit: 100, delivery_success: true });
  await stripe.events.list({ types: ['payment_intent.succeeded', 'refund.failed'] });
  await stripe.events.retrieve(events.data[0]?.id ?? '');
}
