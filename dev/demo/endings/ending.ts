import type { DemoBooking } from '../booking';
import type { Stage } from '../stage/stage';

/** One way in which a booking can end, how a customer gets there, and what must then be true. */
export interface Ending {
  /** Part of the bookingId: lower case and short. */
  readonly name: string;
  readonly about: string;
  /** Shown only where the stack is set up for it. */
  readonly needs?: 'a short payment window' | 'few attempts';
  drive(booking: DemoBooking, stage: Stage): Promise<void>;
  expected(booking: DemoBooking, stage: Pick<Stage, 'policy'>): Expectation;
}

export interface Expectation {
  /** All canonical events, in sequence. */
  readonly events: readonly ExpectedEvent[];
  readonly bookingStatus: string;
  readonly paymentStatus: string;
  /** What is left at Stripe of the booking's own PaymentIntent, in minor units. */
  readonly keptMinor: number;
  /** PaymentIntents besides its own that took money; all of it must have gone back. */
  readonly strays?: number;
  /** What the owner's inventory says of the place. */
  readonly place: 'confirmed' | 'released';
  /** What a person is asked to look at, by the flag's kind. */
  readonly flags?: readonly string[];
}

export interface ExpectedEvent {
  readonly type: string;
  /** Fields of the payload that belong to this ending. */
  readonly says?: Readonly<Record<string, unknown>>;
}

export function event(type: string, says: Readonly<Record<string, unknown>> = {}): ExpectedEvent {
  return { type, says };
}

/** How every booking begins that gets as far as a PaymentIntent. */
export const OPENED = [event('booking.pending_payment'), event('payment.initiated')] as const;

export const CONFIRMED = [
  ...OPENED,
  event('payment.completed'),
  event('booking.confirmed'),
] as const;
