import { newSetupIntent, type SetupIntent } from '../../objects/setup-intent';
import { offeredTypes } from '../../operations/payment-method-types';
import { assertUsable, methodGiven, paymentMethod } from '../../operations/payment-methods';
import { assertSetupFits, cancelSetup, confirmSetup } from '../../operations/setup-intents';
import { clientSecret, newId } from '../../state/ids';
import { assertSecret } from '../client-secret';
import { page } from '../paging';
import { text, type Values } from '../parameters';
import { open, route, type Call } from '../route';
import * as parameters from '../setup-intent-parameters';
import { changedMetadata, expand } from '../shared-parameters';
import { noSuch, unexpectedSetupState } from '../stripe-error';

const URL = '/v1/setup_intents';

type Create = Values<typeof parameters.createSpec>;
type Confirm = Values<typeof parameters.confirmSpec>;

export const setupIntentRoutes = [
  route('POST', URL, parameters.createSpec, create),
  route('GET', URL, parameters.listSpec, ({ world }, given) => {
    const intents = world.store
      .all('setup_intent')
      .filter((each) => !given.customer || each.customer === given.customer)
      .filter((each) => !given.payment_method || each.payment_method === given.payment_method);
    return page(URL, intents, given);
  }),
  open(
    route('GET', `${URL}/:id`, { client_secret: text, expand }, (call, given) =>
      knownSetup(call, given.client_secret),
    ),
  ),
  route('POST', `${URL}/:id`, parameters.updateSpec, update),
  open(
    route('POST', `${URL}/:id/confirm`, parameters.confirmSpec, (call, given) => {
      const { world, caller } = call;
      const intent = knownSetup(call, given.client_secret);
      const own = world.store.find('payment_method', intent.payment_method ?? '');
      const method = methodGiven(world, given) ?? own;
      return confirmSetup(world, intent, method, how(given, caller === 'publishable'));
    }),
  ),
  route('POST', `${URL}/:id/cancel`, parameters.cancelSpec, (call, given) =>
    cancelSetup(call.world, knownSetup(call), given.cancellation_reason ?? null),
  ),
];

function create({ world }: Call, given: Create): SetupIntent {
  const method = methodGiven(world, given);
  if (given.customer && !world.store.find('customer', given.customer))
    throw noSuch('customer', given.customer, 'customer');
  const id = newId('seti');
  const secret = clientSecret(id, world.secretKey);
  const draft: SetupIntent = {
    ...newSetupIntent({ id, created: world.clock.now(), secret }),
    ...offeredTypes(given),
    customer: given.customer ?? null,
    description: given.description ?? null,
    metadata: changedMetadata({}, given.metadata),
    payment_method: method?.id ?? null,
    payment_method_options: given.payment_method_options ?? {},
    status: method ? 'requires_confirmation' : 'requires_payment_method',
    usage: given.usage ?? 'off_session',
  };
  if (method) assertUsable(method, draft.customer);
  // A request that cannot be confirmed creates nothing.
  if (given.confirm && method) assertSetupFits(draft, method, how(given, false));
  if (given.confirm && !method)
    throw unexpectedSetupState(
      draft,
      "You cannot confirm this SetupIntent because it's missing a payment method.",
    );
  world.events.emit('setup_intent.created', world.store.save(draft));
  return given.confirm ? confirmSetup(world, draft, method, how(given, false)) : draft;
}

function update(call: Call, given: Values<typeof parameters.updateSpec>): SetupIntent {
  const { world } = call;
  const intent = knownSetup(call);
  if (intent.status === 'succeeded' || intent.status === 'canceled')
    throw unexpectedSetupState(
      intent,
      `You cannot update this SetupIntent because it has a status of ${intent.status}.`,
    );
  const method = given.payment_method ? paymentMethod(world, given.payment_method) : undefined;
  if (method) assertUsable(method, given.customer ?? intent.customer);
  return world.store.save({
    ...intent,
    customer: given.customer ?? intent.customer,
    description: given.description ?? intent.description,
    metadata: changedMetadata(intent.metadata, given.metadata),
    ...(method && {
      next_action: null,
      payment_method: method.id,
      status: 'requires_confirmation' as const,
    }),
  });
}

const how = (given: Confirm, byCustomer: boolean) => ({
  byCustomer,
  returnUrl: given.return_url ?? null,
  useStripeSdk: given.use_stripe_sdk ?? false,
});

export function knownSetup({ world, id, caller }: Call, secret?: string): SetupIntent {
  const intent = world.store.find('setup_intent', id);
  if (!intent) throw noSuch('setupintent', id, 'intent');
  assertSecret(intent, caller, secret);
  return intent;
}
