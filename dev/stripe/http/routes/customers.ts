import { newCustomer, type Customer } from '../../objects/customer';
import {
  assertSavable,
  assertUsable,
  keepFor,
  paymentMethod,
} from '../../operations/payment-methods';
import { newId } from '../../state/ids';
import { changedMetadata, expand, metadata, paging } from '../shared-parameters';
import { page } from '../paging';
import { anything, clearable, nested, text, type Values } from '../parameters';
import { route, type Call } from '../route';
import { noSuch, refused } from '../stripe-error';

const URL = '/v1/customers';

const spec = {
  address: clearable(anything),
  description: clearable(text),
  email: clearable(text),
  metadata,
  name: clearable(text),
  invoice_settings: nested({ default_payment_method: clearable(text) }),
  phone: clearable(text),
  expand,
};

export const customerRoutes = [
  route('POST', URL, { ...spec, payment_method: text }, ({ world }, given) => {
    const { payment_method: named, ...fields } = given;
    const id = newId('cus', 14);
    const born = newCustomer(id, world.clock.now());
    const method = named ? paymentMethod(world, named) : undefined;
    if (method) assertUsable(method, null);
    if (method) assertSavable(method);
    const own = (wanted: string) => (wanted === named ? method?.id : undefined);
    const customer = world.store.save(written(born, fields, own));
    world.events.emit('customer.created', customer);
    if (method) keepFor(world, method, { customer: id });
    return customer;
  }),
  route('GET', URL, { ...paging, email: text }, ({ world }, given) => {
    const customers = world.store
      .all('customer')
      .filter((customer) => !given.email || customer.email === given.email);
    return page(URL, customers, given);
  }),
  route('GET', `${URL}/:id`, { expand }, known),
  route('GET', `${URL}/:id/payment_methods`, { ...paging, type: text }, (call, given) => {
    const customer = known(call);
    const methods = call.world.store
      .all('payment_method')
      .filter((method) => method.customer === customer.id)
      .filter((method) => !given.type || method.type === given.type);
    return page(`${URL}/${customer.id}/payment_methods`, methods, given);
  }),
  route('POST', `${URL}/:id`, spec, (call, given) => {
    const before = known(call);
    const { world } = call;
    const own = (wanted: string) =>
      world.store.find('payment_method', wanted)?.customer === before.id ? wanted : undefined;
    const after = world.store.save(written(before, given, own));
    world.events.emit('customer.updated', after, before);
    return after;
  }),
];

function written(
  customer: Customer,
  given: Values<typeof spec>,
  own: (method: string) => string | undefined,
): Customer {
  const { expand: _, metadata: change, invoice_settings: settings, ...fields } = given;
  const present = Object.entries(fields).filter(([, value]) => value !== undefined);
  const changed = { ...customer, ...Object.fromEntries(present) } as Customer;
  const wanted = settings?.default_payment_method;
  const method = wanted ? own(wanted) : wanted;
  if (wanted && method === undefined)
    throw refused(
      `No such PaymentMethod: '${wanted}'; it must be attached to the customer before it can be its default.`,
      { code: 'resource_missing', param: 'invoice_settings[default_payment_method]' },
    );
  return {
    ...changed,
    ...(method !== undefined && {
      invoice_settings: { ...customer.invoice_settings, default_payment_method: method },
    }),
    metadata: changedMetadata(customer.metadata, change),
  };
}

function known({ world, id }: Call) {
  const customer = world.store.find('customer', id);
  if (!customer) throw noSuch('customer', id);
  return customer;
}
