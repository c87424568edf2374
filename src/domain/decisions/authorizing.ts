import { inWords } from '../money';
import {
  NOTHING,
  happened,
  outcomeCause,
  transition,
  type BookingState,
  type Decision,
  type FlagRaised,
} from '../transition';

/** The sum is held on the customer's card; it is captured once the owner has confirmed. */
export function authorized(
  state: BookingState,
  charge: { id: string; methodType?: string } | undefined,
): Decision {
  if (state.status !== 'PENDING_PAYMENT' || happened(state, 'payment.authorized')) return NOTHING;
  const extras = charge ? { stripeChargeId: charge.id } : {};
  const more = { payment: 'authorized', causationId: outcomeCause(state) } as const;
  return {
    transitions: [transition('payment.authorized', extras, more)],
    payment: {
      stripeStatus: 'requires_capture',
      ...(charge?.methodType && { methodType: charge.methodType }),
    },
  };
}

/** What speaks against capturing an authorisation (saga.md rule 5): another sum, currency or mode. */
export function authorizedAmiss(
  state: BookingState,
  held: { amountMinor: number; currency: string; livemode: boolean },
  livemode: boolean,
): FlagRaised | undefined {
  if (
    held.amountMinor === state.amountMinor &&
    held.currency === state.currency &&
    held.livemode === livemode
  )
    return undefined;
  const detail = `Stripe holds ${inWords(held)}, the booking costs ${inWords(state)}. It was not captured.`;
  return { kind: 'amount_mismatch', subject: state.payment.paymentId, detail };
}
