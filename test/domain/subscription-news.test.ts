import type { InvoiceFacts } from '../../src/domain/subscription';
import {
  inStripesOrder,
  tellings,
  toldAs,
  type SubscriptionEvent,
} from '../../src/domain/subscription-news';

const CREATED = 'customer.subscription.created';
const UPDATED = 'customer.subscription.updated';
const FAILED = 'invoice.payment_failed';
const ASKS = 'invoice.payment_action_required';
const PAID = 'invoice.paid';

let last = 0;
const event = (type: string, second = 0, objectId = 'in_1'): SubscriptionEvent => ({
  stripeEventId: `evt_${(last += 1)}`,
  ...{ type, objectId },
  createdAt: new Date(second * 1_000),
});

const invoice = (status: string, intent = 'succeeded', invoiceId = 'in_1'): InvoiceFacts => ({
  ...{ invoiceId, status, amountMinor: 990, currency: 'eur', byChange: false },
  payment: { paymentIntentId: 'pi_1', status: intent },
});

function told(events: SubscriptionEvent[], ...invoices: InvoiceFacts[]): string[] {
  const known = new Map(invoices.map((one) => [one.invoiceId, one]));
  return tellings(events, known).map((telling) =>
    telling.about === 'status' ? 'status' : telling.status,
  );
}

describe('what is told of the news of a subscription', () => {
  it.each([
    [PAID, 'paid', 'succeeded', ['paid']],
    [FAILED, 'open', 'requires_payment_method', ['failed']],
    [ASKS, 'open', 'requires_action', ['action_required']],
    // Another event says that the customer must act.
    [FAILED, 'open', 'requires_action', []],
    // Over by now: nobody must be misled.
    [FAILED, 'paid', 'succeeded', []],
    [ASKS, 'paid', 'succeeded', []],
    [ASKS, 'open', 'requires_payment_method', []],
    // Not paid, whatever became of the invoice.
    [FAILED, 'void', 'canceled', ['failed']],
    [FAILED, 'uncollectible', 'canceled', ['failed']],
    [PAID, 'open', 'requires_payment_method', []],
  ])('%s of an invoice that is %s, its payment %s: %j', (type, status, intent, expected) => {
    expect(told([event(type)], invoice(status, intent))).toEqual(expected);
  });

  it('is the failure, too, where the payment is told right behind it', () => {
    const events = [event(PAID, 9), event(FAILED, 1), event(ASKS, 1)];
    expect(told(events, invoice('paid'))).toEqual(['failed', 'action_required', 'paid']);
  });

  it("is not mended by another invoice's payment", () => {
    const other = event(PAID, 9, 'in_2');
    const both = [invoice('paid'), invoice('paid', 'succeeded', 'in_2')];
    expect(told([event(FAILED), other], ...both)).toEqual(['paid']);
  });

  it('is every change of the subscription, and nothing of what Stripe does not show', () => {
    expect(told([event(CREATED), event(UPDATED), event('customer.subscription.paused')])).toEqual([
      ...['status', 'status', 'status'],
    ]);
    expect(told([event(PAID), event('invoice.sent')])).toEqual([]);
  });

  it.each([
    ...['customer.subscription.trial_will_end', 'customer.subscription.pending_update_applied'],
    ...['invoice.created', 'invoice.finalized', 'invoice.updated', 'invoice.upcoming'],
    ...['invoice.payment_succeeded', 'invoice.voided', 'setup_intent.succeeded'],
  ])('is nothing of %s: what it means is told of another event', (type) => {
    expect(toldAs(type)).toBeUndefined();
    expect(told([event(type), event(PAID)], invoice('paid'))).toEqual(['paid']);
  });

  it('is in the order in which Stripe means it, within a second too', () => {
    const events = [UPDATED, PAID, ASKS, FAILED, CREATED].map((type) => event(type, 5));
    const earlier = event(UPDATED, 4);
    expect(inStripesOrder([...events, earlier]).map(({ type }) => type)).toEqual([
      ...[UPDATED, CREATED, FAILED, ASKS, PAID, UPDATED],
    ]);
  });
});
