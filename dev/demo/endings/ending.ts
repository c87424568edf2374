import type { DemoBooking } from '../booking';
import type { Price } from '../price';
import type { Stage } from '../stage/stage';

/** One way in which a booking can end, how a customer gets there, and what must then be true. */
export interface Ending {
  /** Part of the bookingId: lower case and short. */
  readonly name: string;
  readonly about: string;
  /** Shown only where the stack is set up for it. */
  readonly needs?: 'a short payment window' | 'a short confirm window' | 'few attempts';
  /** Where the ending is about the price; else the bookings share several. */
  readonly price?: Price;
  /** What the order says beyond the usual. */
  readonly order?: { readonly captureMethod?: 'manual'; readonly confirmationMethod?: 'manual' };
  drive(booking: DemoBooking, stage: Stage): Promise<void>;
  expected(booking: DemoBooking, stage: Pick<Stage, 'policy'>): Expectation;
}

export interface Expectation {
  /** All canonical events, in sequence. */
  readonly events: readonly ExpectedEvent[];
  /** Several things happen at once: only how often each event is told can be known. */
  readonly anyOrder?: true;
  readonly bookingStatus: string;
  readonly paymentStatus: string;
  /** What is left at Stripe of the booking's own PaymentIntent, in minor units. */
  readonly keptMinor: number;
  /** PaymentIntents besides its own that took money; all of it must have gone back. */
  readonly strays?: number;
  /** PaymentIntents that name the booking and are not ours: nothing is done about their money. */
  readonly foreign?: number;
  /** What the bank thinks of it, by Stripe's word, and whether evidence was sent. */
  readonly dispute?: { readonly status: string; readonly answered?: boolean };
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

/** Paid, and the booking keeps both the money and the place. */
export const kept = ({ price }: DemoBooking): Omit<Expectation, 'events'> => ({
  bookingStatus: 'CONFIRMED',
  paymentStatus: 'completed',
  keptMinor: price.amountMinor,
  place: 'confirmed',
});

/** Over, and nobody has paid anything. */
export const nothing = (
  bookingStatus: string,
  paymentStatus: string,
  events: readonly ExpectedEvent[],
): Expectation => ({ bookingStatus, paymentStatus, events, keptMinor: 0, place: 'released' });

// The owner of a booking that was confirmed hears of its refund from Kafka, as of a fact, and
// disposes of the place itself: whoever gives money back may well leave the customer the place.
export const REFUNDED = {
  bookingStatus: 'REFUNDED',
  paymentStatus: 'refunded',
  keptMinor: 0,
  place: 'confirmed',
} as const;

/** One refund from its acceptance to Stripe's word, and what it makes of the booking. */
export function refundOf(
  whole: boolean,
  requestedBy: 'api' | 'operator' | 'saga' | 'external',
): readonly ExpectedEvent[] {
  return [
    event('payment.refund_initiated', { requestedBy }),
    event('payment.refunded', { fullyRefunded: whole }),
    event(whole ? 'booking.refunded' : 'booking.partially_refunded'),
  ];
}
