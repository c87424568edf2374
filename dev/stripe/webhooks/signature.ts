import { createHmac } from 'node:crypto';

/** `Stripe-Signature`: while a secret is rolled, one `v1` for each that is valid. */
export function signatureHeader(body: string, secrets: string[], timestamp: number): string {
  const signatures = secrets.map((secret) => {
    const signed = createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex');
    return `v1=${signed}`;
  });
  return [`t=${timestamp}`, ...signatures].join(',');
}
