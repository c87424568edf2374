import type { InvoiceFacts } from './subscription';

/** A verified event of Stripe's about a subscription or one of its invoices. */
export interface SubscriptionEvent {
  stripeEventId: string;
  type: string;
  /** The subscription or the invoice. */
  objectId: string;
  createdAt: Date;
}

/** What an event is told as. */
export type Telling =
  | { event: SubscriptionEvent; about: 'status' }
  | {
      event: SubscriptionEvent;
      about: 'payment';
      status: 'paid' | 'failed' | 'action_required';
      invoice: InvoiceFacts;
    };

/** Those that say what has become of the subscription; the others only make it look at Stripe. */
const OF_STATUS = ['created', 'updated', 'deleted', 'paused', 'resumed'].map(
  (what) => `customer.subscription.${what}`,
);
const OF_PAYMENT = ['invoice.paid', 'invoice.payment_failed', 'invoice.payment_action_required'];

/** What an event may be told as; undefined for one that says nothing new, such as `invoice.created`. */
export function toldAs(type: string): Telling['about'] | undefined {
  if (OF_STATUS.includes(type)) return 'status';
  return OF_PAYMENT.includes(type) ? 'payment' : undefined;
}

/** In the order in which Stripe means those of one second. */
const TURNS = [
  'customer.subscription.created',
  'invoice.payment_failed',
  'invoice.payment_action_required',
  'invoice.paid',
  'customer.subscription.updated',
];

/** Stripe's time is to the second, and its webhooks come in any order. */
export function inStripesOrder<E extends SubscriptionEvent>(events: readonly E[]): E[] {
  const turn = ({ type }: E) => {
    const place = TURNS.indexOf(type);
    return place < 0 ? TURNS.length : place;
  };
  return [...events].sort(
    (a, b) => a.createdAt.getTime() - b.createdAt.getTime() || turn(a) - turn(b),
  );
}

/**
 * What there is to tell of events that nobody has been told of. Stripe's state decides, never the
 * event's: an invoice's event is told while that state bears it out, or when what came after it is
 * told right behind it. What is over by then would only mislead.
 */
export function tellings(
  events: readonly SubscriptionEvent[],
  invoices: ReadonlyMap<string, InvoiceFacts>,
): Telling[] {
  const inOrder = inStripesOrder(events);
  const paysLater = ({ objectId }: SubscriptionEvent, index: number) =>
    inOrder.slice(index + 1).some((later) => isOf(later, 'invoice.paid', objectId));
  return inOrder.flatMap((event, index): Telling[] => {
    if (toldAs(event.type) === 'status') return [{ event, about: 'status' }];
    const invoice = invoices.get(event.objectId);
    const status = invoice && paymentTold(event.type, invoice, paysLater(event, index));
    return status ? [{ event, about: 'payment', status, invoice }] : [];
  });
}

function paymentTold(type: string, invoice: InvoiceFacts, paysLater: boolean) {
  const paid = invoice.status === 'paid';
  const waits = !paid && invoice.payment?.status === 'requires_action';
  switch (type) {
    case 'invoice.paid':
      return paid ? 'paid' : undefined;
    case 'invoice.payment_failed':
      // To Stripe a payment that waits for its customer has failed too, and another event says so.
      return (paid && !paysLater) || waits ? undefined : 'failed';
    case 'invoice.payment_action_required':
      return waits || (paid && paysLater) ? 'action_required' : undefined;
    default:
      return undefined;
  }
}

function isOf(event: SubscriptionEvent, type: string, objectId: string): boolean {
  return event.type === type && event.objectId === objectId;
}
