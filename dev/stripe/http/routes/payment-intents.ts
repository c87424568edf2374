import { cancel } from '../../operations/cancellation';
import { capture } from '../../operations/capture';
import { assertFits, confirm, type Confirmation } from '../../operations/confirmation';
import { draftIntent, keepIntent, updateIntent } from '../../operations/payment-intents';
import { changedTypes } from '../../operations/payment-method-types';
import { methodGiven, paymentMethod } from '../../operations/payment-methods';
import type { PaymentIntent } from '../../objects/payment-intent';
import { assertSecret } from '../client-secret';
import { page } from '../paging';
import { text, type Values } from '../parameters';
import * as parameters from '../payment-intent-parameters';
import { open, route, type Call } from '../route';
import { changedMetadata, expand, paging } from '../shared-parameters';
import { noSuch, unexpectedState } from '../stripe-error';

const URL = '/v1/payment_intents';

export const paymentIntentRoutes = [
  route('POST', URL, parameters.createSpec, create),
  route('GET', URL, { ...paging, customer: text }, ({ world }, given) => {
    const intents = world.store.all('payment_intent');
    return page(URL, given.customer ? intents.filter(ofCustomer(given.customer)) : intents, given);
  }),
  open(
    route('GET', `${URL}/:id`, { client_secret: text, expand }, (call, given) =>
      known(call, given.client_secret),
    ),
  ),
  route('POST', `${URL}/:id`, parameters.updateSpec, (call, given) => {
    const method = given.payment_method && paymentMethod(call.world, given.payment_method);
    return updateIntent(call.world, known(call), given, method || undefined);
  }),
  open(
    route('POST', `${URL}/:id/confirm`, parameters.confirmSpec, (call, given) => {
      const { world, caller } = call;
      const before = known(call, given.client_secret);
      const intent = { ...before, ...changed(given), ...changedTypes(before, given) };
      const own =
        intent.payment_method && world.store.find('payment_method', intent.payment_method);
      const method = methodGiven(world, given) ?? (own || undefined);
      return confirm(world, intent, method, confirmation(given, caller === 'publishable'));
    }),
  ),
  route('POST', `${URL}/:id/capture`, parameters.captureSpec, (call, given) => {
    const intent = known(call);
    const metadata = changedMetadata(intent.metadata, given.metadata);
    return capture(call.world, { ...intent, metadata }, given.amount_to_capture);
  }),
  route('POST', `${URL}/:id/cancel`, parameters.cancelSpec, (call, given) =>
    cancel(call.world, known(call), given.cancellation_reason ?? null),
  ),
];

function create({ world }: Call, given: Values<typeof parameters.createSpec>): PaymentIntent {
  const method = methodGiven(world, given);
  const draft = draftIntent(world, given, method);
  if (!given.confirm) return keepIntent(world, draft);
  const how = confirmation(given, false);
  if (!method)
    throw unexpectedState(
      draft,
      "You cannot confirm this PaymentIntent because it's missing a payment method. You can either update the PaymentIntent with a payment method and then confirm it again, or confirm it again directly with a payment method or ConfirmationToken.",
    );
  assertFits(draft, method, how);
  return confirm(world, keepIntent(world, draft), method, how);
}

const ofCustomer = (customer: string) => (intent: PaymentIntent) => intent.customer === customer;

type Confirming = Values<typeof parameters.confirmSpec>;

function changed(given: Confirming): Partial<PaymentIntent> {
  const names = [
    'receipt_email',
    'setup_future_usage',
    'shipping',
    'payment_method_options',
  ] as const;
  return Object.fromEntries(
    names.filter((name) => given[name] !== undefined).map((name) => [name, given[name]]),
  );
}

function confirmation(given: Confirming, byCustomer: boolean): Confirmation {
  return {
    byCustomer,
    errorOnRequiresAction: given.error_on_requires_action ?? false,
    offSession: given.off_session ?? false,
    returnUrl: given.return_url ?? null,
    useStripeSdk: given.use_stripe_sdk ?? false,
  };
}

export function known({ world, id, caller }: Call, secret?: string): PaymentIntent {
  const intent = world.store.find('payment_intent', id);
  if (!intent) throw noSuch('payment_intent', id, 'intent');
  assertSecret(intent, caller, secret);
  return intent;
}
