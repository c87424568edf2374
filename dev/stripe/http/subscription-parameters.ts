import {
  boolean,
  integer,
  listOf,
  nested,
  oneOf,
  text,
  clearable,
  type Reader,
} from './parameters';
import { created, expand, metadata, paging } from './shared-parameters';
import { badParameter } from './stripe-error';

const trialEnd: Reader<number | 'now'> = (value, name) =>
  value === 'now' ? value : integer(value, name);

const quantity: Reader<number> = (value, name) => {
  const count = integer(value, name);
  if (count < 0)
    throw badParameter('This value must be greater than or equal to 0.', { param: name });
  return count;
};

const days: Reader<number> = (value, name) => {
  const count = integer(value, name);
  if (count < 0 || count > 730)
    throw badParameter('A trial may have 0 to 730 days.', { param: name });
  return count;
};

const described = {
  cancel_at_period_end: boolean,
  default_payment_method: text,
  description: clearable(text),
  metadata,
  off_session: boolean,
  payment_behavior: oneOf('allow_incomplete', 'default_incomplete', 'error_if_incomplete'),
  payment_settings: nested({ save_default_payment_method: oneOf('off', 'on_subscription') }),
  proration_behavior: oneOf('always_invoice', 'create_prorations', 'none'),
  trial_end: trialEnd,
  trial_settings: nested({
    end_behavior: nested({ missing_payment_method: oneOf('cancel', 'create_invoice') }),
  }),
  expand,
};

export const createSpec = {
  ...described,
  collection_method: oneOf('charge_automatically'),
  customer: text,
  items: listOf(nested({ price: text, quantity, metadata }), 20),
  trial_period_days: days,
};

const cancellation = nested({
  comment: clearable(text),
  feedback: clearable(
    oneOf(
      ...(['customer_service', 'low_quality', 'missing_features', 'other'] as const),
      ...(['switched_service', 'too_complex', 'too_expensive', 'unused'] as const),
    ),
  ),
});

export const updateSpec = {
  ...described,
  cancellation_details: cancellation,
  items: listOf(nested({ id: text, price: text, quantity, metadata, deleted: boolean }), 20),
  proration_date: integer,
};

export const cancelSpec = {
  cancellation_details: cancellation,
  invoice_now: boolean,
  prorate: boolean,
  expand,
};

export const listSpec = {
  ...paging,
  created,
  customer: text,
  price: text,
  status: oneOf(
    ...(['active', 'all', 'canceled', 'ended', 'incomplete', 'incomplete_expired'] as const),
    ...(['past_due', 'paused', 'trialing', 'unpaid'] as const),
  ),
};
