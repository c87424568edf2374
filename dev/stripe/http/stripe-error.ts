import type { PaymentIntent } from '../objects/payment-intent';
import type { PaymentMethod } from '../objects/payment-method';
import type { SetupIntent } from '../objects/setup-intent';

export type StripeErrorBody = {
  type: 'api_error' | 'card_error' | 'idempotency_error' | 'invalid_request_error';
  message: string;
  code?: string;
  decline_code?: string;
  param?: string;
  doc_url?: string;
  charge?: string;
  advice_code?: string;
  network_decline_code?: string;
  payment_intent?: PaymentIntent;
  payment_method?: PaymentMethod;
  setup_intent?: SetupIntent;
};

/** An answer that is not 2xx. `saved`: kept under the idempotency key, as execution had begun. */
export class StripeError extends Error {
  constructor(
    readonly status: number,
    readonly body: StripeErrorBody,
    readonly saved = true,
  ) {
    super(body.message);
    if (body.code) body.doc_url ??= `https://stripe.com/docs/error-codes/${docName(body.code)}`;
  }
}

const docName = (code: string) => code.replaceAll('_', '-');

type Extra = { code?: string; param?: string };

export const refused = (message: string, extra: Extra = {}) =>
  new StripeError(400, { ...extra, message, type: 'invalid_request_error' });

/** A parameter that fails validation: nothing has run, so nothing is saved under the key. */
export const badParameter = (message: string, extra: Extra) =>
  new StripeError(400, { ...extra, message, type: 'invalid_request_error' }, false);

export const noSuch = (what: string, id: string, param = 'id') =>
  new StripeError(
    404,
    {
      code: 'resource_missing',
      message: `No such ${what}: '${id}'`,
      param,
      type: 'invalid_request_error',
    },
    false,
  );

export const unexpectedState = (intent: PaymentIntent, message: string) =>
  new StripeError(400, {
    code: 'payment_intent_unexpected_state',
    message,
    payment_intent: intent,
    type: 'invalid_request_error',
  });

export const unexpectedSetupState = (intent: SetupIntent, message: string) =>
  new StripeError(400, {
    code: 'setup_intent_unexpected_state',
    message,
    setup_intent: intent,
    type: 'invalid_request_error',
  });
