import type { PaymentIntent } from '../objects/payment-intent';

/** Only web addresses: anything else in `return_url` is as good as none. */
export function returnAddress(given: unknown): URL | undefined {
  if (typeof given !== 'string' || !URL.canParse(given)) return undefined;
  const url = new URL(given);
  return url.protocol === 'http:' || url.protocol === 'https:' ? url : undefined;
}

/** Stripe tells the merchant's page which payment it was; the page must read it, not trust this. */
export function backToMerchant(to: URL, intent: PaymentIntent): string {
  const url = new URL(to);
  url.searchParams.set('payment_intent', intent.id);
  url.searchParams.set('payment_intent_client_secret', intent.client_secret);
  url.searchParams.set('redirect_status', redirectStatus(intent));
  return url.href;
}

function redirectStatus({ status }: PaymentIntent): string {
  if (status === 'succeeded' || status === 'requires_capture') return 'succeeded';
  return status === 'processing' ? 'pending' : 'failed';
}
