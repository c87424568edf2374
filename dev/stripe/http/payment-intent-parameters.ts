import { anything, boolean, clearable, integer, listOf, nested, oneOf, text } from './parameters';
import { expand, metadata } from './shared-parameters';

/** The parameters of each PaymentIntent route, as in Stripe's OpenAPI document. */
const described = {
  description: clearable(text),
  receipt_email: clearable(text),
  setup_future_usage: clearable(oneOf('on_session', 'off_session')),
  shipping: clearable(anything),
  statement_descriptor: clearable(text),
  statement_descriptor_suffix: clearable(text),
  transfer_group: text,
  payment_method_options: nested({
    card: nested({
      capture_method: clearable(oneOf('manual')),
      request_three_d_secure: oneOf('any', 'automatic', 'challenge'),
      setup_future_usage: clearable(oneOf('none', 'on_session', 'off_session')),
    }),
    sepa_debit: anything,
  }),
  metadata,
  expand,
};

const cardData = nested({
  number: text,
  exp_month: integer,
  exp_year: integer,
  cvc: text,
  token: text,
});

export const billing = nested({
  address: anything,
  email: clearable(text),
  name: clearable(text),
  phone: clearable(text),
});

export const methodSpec = {
  type: oneOf('card', 'sepa_debit'),
  card: cardData,
  billing_details: billing,
  metadata,
};

const confirming = {
  error_on_requires_action: boolean,
  off_session: boolean,
  payment_method: text,
  payment_method_data: nested({ ...methodSpec, allow_redisplay: text }),
  return_url: text,
  use_stripe_sdk: boolean,
};

const types = listOf(
  oneOf('card', 'link', 'sepa_debit', 'us_bank_account', 'klarna', 'paypal', 'ideal', 'bancontact'),
);

/** `payment_method_types` was its name before endive. */
const offered = {
  allowed_payment_method_types: types,
  excluded_payment_method_types: clearable(types),
  payment_method_types: types,
};

const captureMethod = oneOf('automatic', 'automatic_async', 'manual');

export const createSpec = {
  ...described,
  ...confirming,
  amount: integer,
  automatic_payment_methods: nested({
    allow_redirects: oneOf('always', 'never'),
    enabled: boolean,
  }),
  capture_method: captureMethod,
  confirm: boolean,
  confirmation_method: oneOf('automatic', 'manual'),
  currency: text,
  customer: text,
  ...offered,
};

export const updateSpec = {
  ...described,
  ...offered,
  amount: integer,
  currency: text,
  customer: text,
  payment_method: clearable(text),
};

export const confirmSpec = {
  ...confirming,
  ...offered,
  client_secret: text,
  expand,
  payment_method_options: described.payment_method_options,
  receipt_email: clearable(text),
  setup_future_usage: described.setup_future_usage,
  shipping: described.shipping,
};

export const captureSpec = {
  amount_to_capture: integer,
  final_capture: boolean,
  metadata,
  statement_descriptor: text,
  statement_descriptor_suffix: text,
  expand,
};

export const cancelSpec = {
  cancellation_reason: oneOf('duplicate', 'fraudulent', 'requested_by_customer', 'abandoned'),
  expand,
};
