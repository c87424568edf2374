import { createHash } from 'node:crypto';

/** The ids that the contract promises, derived here once more from its words. */

const sha256 = (text: string) => createHash('sha256').update(text).digest();

export function paymentIdOf(bookingId: string): string {
  return `pay_${sha256(`payment|${bookingId}`).toString('hex').slice(0, 24)}`;
}

export function eventIdOf(bookingId: string, eventType: string, discriminator = ''): string {
  const bytes = sha256(`event|${bookingId}|${eventType}|${discriminator}`).subarray(0, 16);
  bytes[6] = (bytes[6]! % 16) + 4 * 16;
  bytes[8] = (bytes[8]! % 64) + 128;
  const hex = bytes.toString('hex');
  const groups = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20)];
  return [...groups, hex.slice(20)].join('-');
}
