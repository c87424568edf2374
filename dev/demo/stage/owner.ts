import type { DemoBooking } from '../booking';
import { exchange } from './http';

export interface Behaviour {
  readonly refuseHold?: boolean;
  readonly refuseConfirm?: boolean;
  readonly down?: boolean;
  readonly price?: { readonly amount: number; readonly currency: string };
  readonly times?: number;
}

/** Tells the booking owner how to treat a booking. */
export function createOwner(url: string) {
  return {
    async behave({ bookingId }: DemoBooking, behaviour: Behaviour): Promise<void> {
      const path = `/_control/bookings/${bookingId}/behaviour`;
      const reply = await exchange('PUT', `${url}${path}`, behaviour);
      if (reply.status !== 200)
        throw new Error(`the booking owner answered ${reply.status} to its control`);
    },
  };
}

export type Owner = ReturnType<typeof createOwner>;
