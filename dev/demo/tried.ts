import type { Price } from './price';

/** A booking as whoever ordered it knows it: what was wanted, and what was answered. */
export interface Tried {
  readonly bookingId: string;
  readonly paymentId: string;
  readonly userId: string;
  readonly price: Price;
  /** Every 2xx: other answers promise nothing. */
  readonly told: Told[];
  /** Why it could not be driven to its end. */
  readonly trouble?: string;
}

export interface Told {
  readonly what: 'create' | 'read' | 'cancel' | 'confirm' | 'refund' | 'evidence';
  readonly body: Readonly<Record<string, unknown>>;
}
