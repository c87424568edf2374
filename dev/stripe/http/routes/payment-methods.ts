import { attach, createCard, detach, paymentMethod } from '../../operations/payment-methods';
import { noBilling } from '../../objects/payment-method';
import { methodSpec } from '../payment-intent-parameters';
import { changedMetadata, expand, metadata, paging } from '../shared-parameters';
import { page } from '../paging';
import { must, oneOf, text } from '../parameters';
import { open, route, type Call } from '../route';
import { noSuch } from '../stripe-error';

const URL = '/v1/payment_methods';

export const paymentMethodRoutes = [
  open(
    route('POST', URL, { ...methodSpec, type: oneOf('card'), expand }, ({ world }, given) => {
      must(given.type, 'type');
      const method = createCard(world, must(given.card, 'card'));
      const {
        name = null,
        email = null,
        phone = null,
        address = null,
      } = given.billing_details ?? {};
      return world.store.save({
        ...method,
        billing_details: { ...noBilling, address, email, name, phone },
        metadata: changedMetadata({}, given.metadata),
      });
    }),
  ),
  route('GET', URL, { ...paging, customer: text, type: text }, ({ world }, given) => {
    const methods = world.store
      .all('payment_method')
      .filter((method) => method.customer !== null && method.customer === given.customer)
      .filter((method) => !given.type || method.type === given.type);
    return page(URL, methods, given);
  }),
  route('GET', `${URL}/:id`, { expand }, known),
  route('POST', `${URL}/:id`, { metadata, expand }, (call, given) => {
    const method = known(call);
    const changed = changedMetadata(method.metadata, given.metadata);
    return call.world.store.save({ ...method, metadata: changed });
  }),
  route('POST', `${URL}/:id/attach`, { customer: text, expand }, ({ world, id }, given) =>
    attach(world, paymentMethod(world, id), must(given.customer, 'customer')),
  ),
  route('POST', `${URL}/:id/detach`, { expand }, (call) => detach(call.world, known(call))),
];

function known({ world, id }: Call) {
  const method = world.store.find('payment_method', id);
  if (!method) throw noSuch('PaymentMethod', id, 'payment_method');
  return method;
}
