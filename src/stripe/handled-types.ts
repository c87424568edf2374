/**
 * The types that mean something to us: what webhooks are kept, and what a backfill asks for. A
 * family stands for all that Stripe has, and for what it adds to it.
 */
export const HANDLED_TYPES: readonly string[] = [
  'payment_intent.succeeded',
  'payment_intent.payment_failed',
  'payment_intent.canceled',
  'payment_intent.processing',
  'payment_intent.requires_action',
  'payment_intent.amount_capturable_updated',
  'charge.refunded',
  'charge.expired',
  'refund.*',
  'charge.dispute.*',
  'invoice.*',
  'customer.subscription.*',
  'setup_intent.*',
];

export function isHandled(type: string): boolean {
  return HANDLED_TYPES.some((handled) =>
    isFamily(handled) ? type.startsWith(handled.slice(0, -1)) : type === handled,
  );
}

export function isFamily(handled: string): boolean {
  return handled.endsWith('.*');
}
