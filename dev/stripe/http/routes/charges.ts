import { changedMetadata, expand, metadata, paging } from '../shared-parameters';
import { page } from '../paging';
import { clearable, text } from '../parameters';
import { route, type Call } from '../route';
import { noSuch } from '../stripe-error';

const URL = '/v1/charges';

export const chargeRoutes = [
  route('GET', URL, { ...paging, customer: text, payment_intent: text }, ({ world }, given) => {
    const charges = world.store
      .all('charge')
      .filter((charge) => !given.customer || charge.customer === given.customer)
      .filter((charge) => !given.payment_intent || charge.payment_intent === given.payment_intent);
    return page(URL, charges, given);
  }),
  route('GET', `${URL}/:id`, { expand }, known),
  route('POST', `${URL}/:id`, { metadata, description: clearable(text), expand }, (call, given) => {
    const before = known(call);
    const after = {
      ...before,
      description: given.description === undefined ? before.description : given.description,
      metadata: changedMetadata(before.metadata, given.metadata),
    };
    call.world.events.emit('charge.updated', call.world.store.save(after), before);
    return after;
  }),
];

function known({ world, id }: Call) {
  const charge = world.store.find('charge', id);
  if (!charge) throw noSuch('charge', id);
  return charge;
}
