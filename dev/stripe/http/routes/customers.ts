import { newCustomer, type Customer } from '../../objects/customer';
import { newId } from '../../state/ids';
import { changedMetadata, expand, metadata, paging } from '../shared-parameters';
import { page } from '../paging';
import { anything, clearable, text, type Values } from '../parameters';
import { route, type Call } from '../route';
import { noSuch } from '../stripe-error';

const URL = '/v1/customers';

const spec = {
  address: clearable(anything),
  description: clearable(text),
  email: clearable(text),
  metadata,
  name: clearable(text),
  phone: clearable(text),
  expand,
};

export const customerRoutes = [
  route('POST', URL, spec, ({ world }, given) => {
    const born = newCustomer(newId('cus', 14), world.clock.now());
    const customer = world.store.save(written(born, given));
    world.events.emit('customer.created', customer);
    return customer;
  }),
  route('GET', URL, { ...paging, email: text }, ({ world }, given) => {
    const customers = world.store
      .all('customer')
      .filter((customer) => !given.email || customer.email === given.email);
    return page(URL, customers, given);
  }),
  route('GET', `${URL}/:id`, { expand }, known),
  route('POST', `${URL}/:id`, spec, (call, given) => {
    const before = known(call);
    const after = call.world.store.save(written(before, given));
    call.world.events.emit('customer.updated', after, before);
    return after;
  }),
];

function written(customer: Customer, given: Values<typeof spec>): Customer {
  const { expand: _, metadata: change, ...fields } = given;
  const present = Object.entries(fields).filter(([, value]) => value !== undefined);
  const changed = { ...customer, ...Object.fromEntries(present) } as Customer;
  return { ...changed, metadata: changedMetadata(customer.metadata, change) };
}

function known({ world, id }: Call) {
  const customer = world.store.find('customer', id);
  if (!customer) throw noSuch('customer', id);
  return customer;
}
