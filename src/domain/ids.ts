import { createHash } from 'node:crypto';

/** Deterministic ids (contracts.md section 0): a repeat makes the same id, never a second effect. */

export const BOOKING_ID = /^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$/;

export function hash24(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 24);
}

export function paymentIdOf(bookingId: string): string {
  return `pay_${hash24(`payment|${bookingId}`)}`;
}

export function refundIdOf(paymentId: string, identity: string): string {
  return `rfd_${hash24(`refund|${paymentId}|${identity}`)}`;
}

export function eventIdOf(bookingId: string, eventType: string, discriminator = ''): string {
  return uuidOf(`event|${bookingId}|${eventType}|${discriminator}`);
}

/** SHA-256 shaped as a UUID of version 4, because 002_5ff0327524e14c4a.txt asks for one. */
export function uuidOf(text: string): string {
  const bytes = createHash('sha256').update(text).digest().subarray(0, 16);
  bytes[6] = (bytes[6]! & 0x0f) | 0x40;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
