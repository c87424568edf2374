import { createHmac, randomBytes } from 'node:crypto';

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** `pi_3Qx…`: Stripe's ids are a prefix and about 24 letters and digits. */
export function newId(prefix: string, length = 24): string {
  const letters = [...randomBytes(length)].map((byte) => ALPHABET[byte % ALPHABET.length]);
  return `${prefix}_${letters.join('')}`;
}

/**
 * Derived instead of random, so that the ledger can leave it out and a restart still finds it:
 * whoever reads the ledger must not be able to pay.
 */
export function clientSecret(id: string, secretKey: string): string {
  return `${id}_secret_${createHmac('sha256', secretKey).update(id).digest('hex').slice(0, 25)}`;
}
