export type Action = 'hold' | 'confirm' | 'release';
export type BookingState = 'held' | 'confirmed' | 'released';

/** What the product sends with every action. */
export interface ActionBody {
  readonly bookingReference?: string | undefined;
  readonly userId?: string | undefined;
  readonly paymentId?: string | undefined;
  readonly amount?: number | undefined;
  readonly currency?: string | undefined;
  readonly reason?: string | undefined;
}

export interface Booking extends ActionBody {
  readonly bookingId: string;
  readonly trip: string;
  /** `released` is a tombstone: nothing brings the booking back. */
  readonly state: BookingState;
}

type Refusal = 'no_place' | 'released' | 'refused';
export type Decision =
  | { readonly state: BookingState; readonly refusal?: never }
  | { readonly refusal: Refusal; readonly state?: never };

/** Plenty, unless a test or a person says otherwise. */
const DEFAULT_PLACES = 10_000;
const NO_TRIP = '-';

/** Places per trip and who has them. Changes only by `set` and `setPlaces`, so it can be replayed. */
export function createInventory() {
  const bookings = new Map<string, Booking>();
  const places = new Map<string, number>();
  const taken = new Map<string, number>();

  const occupies = (booking: Booking | undefined) =>
    booking !== undefined && booking.state !== 'released';

  return {
    /** Where the action leads, or why it is refused. Asks, and changes nothing. */
    decide(action: Action, bookingId: string, body: ActionBody): Decision {
      const booking = bookings.get(bookingId);
      if (action === 'release') return { state: 'released' };
      if (booking?.state === 'released') return { refusal: 'released' };
      if (booking?.state === 'confirmed') return { state: 'confirmed' };
      const trip = body.bookingReference ?? NO_TRIP;
      const full = (taken.get(trip) ?? 0) >= (places.get(trip) ?? DEFAULT_PLACES);
      if (!booking && full) return { refusal: 'no_place' };
      return { state: action === 'hold' ? 'held' : 'confirmed' };
    },

    set(bookingId: string, body: ActionBody, state: BookingState): void {
      const before = bookings.get(bookingId);
      const trip = before?.trip ?? body.bookingReference ?? NO_TRIP;
      const after = { ...before, ...body, bookingId, trip, state };
      const change = Number(occupies(after)) - Number(occupies(before));
      taken.set(trip, (taken.get(trip) ?? 0) + change);
      bookings.set(bookingId, after);
    },

    setPlaces(trip: string, count: number): void {
      places.set(trip, count);
    },

    booking: (bookingId: string) => bookings.get(bookingId),
    bookings: (state: BookingState) => [...bookings.values()].filter((b) => b.state === state),
    trips: () =>
      [...new Set([...places.keys(), ...taken.keys()])].map((trip) => ({
        trip,
        places: places.get(trip) ?? DEFAULT_PLACES,
        taken: taken.get(trip) ?? 0,
      })),
  };
}
