import { newPrice, newProduct, type Price, type Product } from '../../objects/catalog';
import { every } from '../../operations/catalog';
import { checkAmount, checkedCurrency } from '../../operations/currencies';
import { newId } from '../../state/ids';
import type { World } from '../../state/world';
import { page } from '../paging';
import {
  boolean,
  clearable,
  integer,
  listOf,
  must,
  nested,
  oneOf,
  text,
  type Values,
} from '../parameters';
import { route, type Call } from '../route';
import { changedMetadata, expand, metadata, paging } from '../shared-parameters';
import { badParameter, noSuch, refused } from '../stripe-error';

const PRODUCTS = '/v1/products';
const PRICES = '/v1/prices';

const named = { active: boolean, description: clearable(text), metadata, expand };
const priced = { active: boolean, lookup_key: text, metadata, nickname: text, expand };
const priceSpec = {
  ...priced,
  currency: text,
  product: text,
  product_data: nested({ name: text, metadata }),
  recurring: nested({
    interval: oneOf('day', 'week', 'month', 'year'),
    interval_count: integer,
    usage_type: oneOf('licensed'),
  }),
  tax_behavior: oneOf('exclusive', 'inclusive', 'unspecified'),
  unit_amount: integer,
};

export const catalogRoutes = [
  route('POST', PRODUCTS, { ...named, id: text, name: text }, ({ world }, given) => {
    if (given.id && world.store.find('product', given.id))
      throw refused(`Product already exists.`, { code: 'resource_already_exists', param: 'id' });
    const product = createProduct(world, must(given.name, 'name'), given.id);
    return world.store.save({
      ...product,
      active: given.active ?? true,
      description: given.description ?? null,
      metadata: changedMetadata({}, given.metadata),
    });
  }),
  route('GET', PRODUCTS, { ...paging, active: boolean }, ({ world }, given) =>
    page(PRODUCTS, world.store.all('product').filter(isActive(given.active)), given),
  ),
  route('GET', `${PRODUCTS}/:id`, { expand }, knownProduct),
  route('POST', PRICES, priceSpec, createPrice),
  route(
    'GET',
    PRICES,
    { ...paging, active: boolean, product: text, lookup_keys: listOf(text, 10) },
    ({ world }, given) => {
      const prices = world.store
        .all('price')
        .filter(isActive(given.active))
        .filter((price) => !given.product || price.product === given.product)
        .filter(
          (price) => !given.lookup_keys || given.lookup_keys.includes(price.lookup_key ?? ''),
        );
      return page(PRICES, prices, given);
    },
  ),
  route('GET', `${PRICES}/:id`, { expand }, knownPrice),
  route('POST', `${PRICES}/:id`, priced, (call, given) => {
    const before = knownPrice(call);
    const after = call.world.store.save({
      ...before,
      active: given.active ?? before.active,
      lookup_key: given.lookup_key ?? before.lookup_key,
      metadata: changedMetadata(before.metadata, given.metadata),
      nickname: given.nickname ?? before.nickname,
    });
    call.world.events.emit('price.updated', after, before);
    return after;
  }),
];

const isActive = (wanted: boolean | undefined) => (each: Product | Price) =>
  wanted === undefined || each.active === wanted;

function createProduct(world: World, name: string, id = newId('prod', 14)): Product {
  const product = world.store.save(newProduct({ id, created: world.clock.now(), name }));
  world.events.emit('product.created', product);
  return product;
}

function createPrice({ world }: Call, given: Values<typeof priceSpec>): Price {
  const currency = checkedCurrency(must(given.currency, 'currency'));
  const unit_amount = must(given.unit_amount, 'unit_amount');
  if (unit_amount < 0) throw badParameter('Invalid non-negative integer', { param: 'unit_amount' });
  if (unit_amount > 0) checkAmount(Math.max(unit_amount, 1), currency, 'unit_amount');
  const data = given.product_data;
  const product = data
    ? createProduct(world, must(data.name, 'product_data[name]')).id
    : must(given.product, 'product');
  if (!world.store.find('product', product)) throw noSuch('product', product, 'product');
  const { interval, interval_count = 1 } = given.recurring ?? {};
  const id = newId('price');
  const recurring = interval ? every(interval, interval_count) : null;
  const born = newPrice({
    id,
    created: world.clock.now(),
    currency,
    product,
    recurring,
    unit_amount,
  });
  const price = world.store.save({
    ...born,
    active: given.active ?? true,
    lookup_key: given.lookup_key ?? null,
    metadata: changedMetadata({}, given.metadata),
    nickname: given.nickname ?? null,
    tax_behavior: given.tax_behavior ?? 'unspecified',
  });
  world.events.emit('price.created', price);
  return price;
}

function knownProduct({ world, id }: Call): Product {
  const product = world.store.find('product', id);
  if (!product) throw noSuch('product', id);
  return product;
}

function knownPrice({ world, id }: Call): Price {
  const price = world.store.find('price', id);
  if (!price) throw noSuch('price', id, 'price');
  return price;
}
