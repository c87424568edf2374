/** What Stripe shows of an intent to a publishable key: no metadata, customer or charge. */
const shown = new Set([
  ...['id', 'object', 'amount', 'amount_details', 'automatic_payment_methods', 'canceled_at'],
  ...['cancellation_reason', 'capture_method', 'client_secret', 'confirmation_method', 'created'],
  ...['currency', 'description', 'last_payment_error', 'livemode', 'next_action'],
  ...['payment_method', 'payment_method_configuration_details', 'payment_method_types'],
  ...['processing', 'receipt_email', 'setup_future_usage', 'shipping', 'status'],
  ...['last_setup_error', 'usage'],
]);

export function publicView(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(publicView);
  if (typeof value !== 'object' || value === null) return value;
  const { object } = value as { object?: unknown };
  const isIntent = object === 'payment_intent' || object === 'setup_intent';
  const entries = Object.entries(value).filter(([name]) => !isIntent || shown.has(name));
  return Object.fromEntries(entries.map(([name, inner]) => [name, publicView(inner)]));
}
