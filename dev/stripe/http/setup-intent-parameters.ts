import { anything, boolean, clearable, listOf, nested, oneOf, text } from './parameters';
import { methodSpec } from './payment-intent-parameters';
import { created, expand, metadata, paging } from './shared-parameters';

const types = listOf(oneOf('card', 'link', 'sepa_debit'));

const confirming = {
  allowed_payment_method_types: types,
  mandate_data: clearable(anything),
  payment_method: text,
  payment_method_data: nested({ ...methodSpec, allow_redisplay: text }),
  payment_method_options: nested({
    card: nested({ request_three_d_secure: oneOf('any', 'automatic', 'challenge') }),
    sepa_debit: anything,
  }),
  return_url: text,
  use_stripe_sdk: boolean,
};

export const createSpec = {
  ...confirming,
  automatic_payment_methods: nested({
    allow_redirects: oneOf('always', 'never'),
    enabled: boolean,
  }),
  confirm: boolean,
  customer: text,
  description: text,
  excluded_payment_method_types: clearable(types),
  metadata,
  payment_method_types: types,
  usage: oneOf('off_session', 'on_session'),
  expand,
};

export const updateSpec = {
  customer: text,
  description: text,
  metadata,
  payment_method: text,
  expand,
};

export const confirmSpec = { ...confirming, client_secret: text, expand };

export const cancelSpec = {
  cancellation_reason: oneOf('abandoned', 'duplicate', 'requested_by_customer'),
  expand,
};

export const listSpec = { ...paging, created, customer: text, payment_method: text };
