import type { BookingRequest } from '../domain/booking';
import { amountFault } from '../domain/money';
import { bookingStart, faultsOf, type FieldFault } from '../schemas/booking-request';
import type { Dependencies } from './dependencies';

/** Why a start is refused: a value that the workflow returns, never a crash loop. */
export interface StartRefusal {
  code:
    | 'validation_failed'
    | 'currency_unsupported'
    | 'amount_invalid_for_currency'
    | 'binding_cannot_carry'
    | 'booking_exists';
  message: string;
  errors?: FieldFault[];
}

/** Any Temporal client may start the workflow, so its one argument is checked like a body of REST. */
export function checkRequest(
  request: BookingRequest,
  { contracts }: Pick<Dependencies, 'contracts'>,
): StartRefusal | undefined {
  const checked = bookingStart.safeParse(request);
  if (!checked.success) {
    const errors = faultsOf(checked.error);
    const first = errors[0];
    const message = `The booking is not valid: ${first?.path || 'body'}: ${first?.message}`;
    return { code: 'validation_failed', message, errors };
  }
  const { amount, currency } = checked.data;
  const fault = amountFault({ amountMinor: amount, currency });
  if (fault) return { code: fault, message: `${amount} ${currency} cannot be charged.` };
  const cannot = contracts.refusal(request);
  return cannot === undefined ? undefined : { code: 'binding_cannot_carry', message: cannot };
}
