import {
  faultsIn,
  faultsInWords,
  paymentRequest,
  type PaymentRequest,
} from '@booking-payment/events';
import type { BookingRequest } from '../domain/booking';
import { BOOKING_ID, hash24 } from '../domain/ids';
import { amountFault, inWords } from '../domain/money';
import type { Person } from '../stripe/customers';
import type { Incoming } from './incoming';
import { reject } from './rejection';

/** A checked `stripe.payment.request`: the booking, and how it is to be paid. */
export interface PaymentOrder {
  booking: BookingRequest;
  /** The field that the bookingId is from: to name another booking, change this one. */
  namedBy: 'metadata.bookingId' | 'metadata.requestId';
  person: Person & { stripeCustomerId?: string | undefined };
  paymentMethodId?: string;
  returnUrl?: string;
}

const LONGEST_URL = 2_000;

/** Pure; throws `Rejected` with the field that is wrong. */
export function paymentOrder({ body, requestId }: Incoming): PaymentOrder {
  const faults = faultsIn(paymentRequest, body);
  if (faults.length > 0) reject('validation_failed', faultsInWords(faults));
  const request = paymentRequest.parse(body);
  mustBeChargeable(request);
  const { customerId, amount, currency, metadata, paymentOptions, subscriptionPlanId } = request;
  const { paymentMethodId, returnUrl } = meansOf(request);
  return {
    booking: {
      bookingId: metadata?.bookingId ?? bookingIdFor(requestId),
      userId: customerId,
      amount,
      currency,
      customerId,
      ...(metadata?.bookingReference && { bookingReference: metadata.bookingReference }),
      ...(paymentOptions?.confirmationMethod === 'manual' && { confirmationMethod: 'manual' }),
      ...(subscriptionPlanId !== undefined && { metadata: { subscriptionPlanId } }),
      bindings: ['customer'],
      correlationId: requestId,
    },
    namedBy: metadata?.bookingId === undefined ? 'metadata.requestId' : 'metadata.bookingId',
    person: request.customerInfo ?? {},
    ...(paymentMethodId !== undefined && { paymentMethodId }),
    ...(returnUrl !== undefined && { returnUrl }),
  };
}

/** The workflow would refuse them too, but then there would be a booking already. */
function meansOf({ paymentMethodId, paymentOptions }: PaymentRequest) {
  if (paymentMethodId !== undefined && !paymentMethodId.startsWith('pm_'))
    reject('validation_failed', 'paymentMethodId: Send a Stripe payment method id, pm_…');
  const given = paymentOptions?.returnUrl;
  const returnUrl = given === undefined ? undefined : new URL(given).href;
  if (returnUrl !== undefined && returnUrl.length > LONGEST_URL)
    reject('validation_failed', `paymentOptions.returnUrl: Send at most ${LONGEST_URL} characters`);
  return { paymentMethodId, returnUrl };
}

function bookingIdFor(requestId: string): string {
  return BOOKING_ID.test(requestId) ? requestId : `cmd-${hash24(requestId)}`;
}

function mustBeChargeable({ amount: amountMinor, currency }: PaymentRequest): void {
  const fault = amountFault({ amountMinor, currency });
  if (fault === 'currency_unsupported')
    reject(fault, `currency: Payments in ${currency} are not taken here`);
  if (fault)
    reject(fault, `amount: ${inWords({ amountMinor, currency })} cannot be charged by card`);
}
