import type { StripeErrorBody } from '../http/stripe-error';
import type { Decline } from '../objects/test-behaviour';

export const cardErrorOf = ({ code, declineCode, message }: Decline): StripeErrorBody => ({
  type: 'card_error',
  code,
  ...(declineCode && { decline_code: declineCode }),
  message,
});
