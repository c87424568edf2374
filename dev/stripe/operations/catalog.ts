import { refused } from '../http/stripe-error';
import { newPrice, newProduct, type Interval, type Price } from '../objects/catalog';
import type { World } from '../state/world';

type Demo = { id: string; product: string; unit_amount: number; interval: Interval };

const demoProducts = [
  { id: 'prod_demoPlan', name: 'Demo plan' },
  { id: 'prod_demoPro', name: 'Demo plan, pro' },
];

/** Ready to be subscribed to; the README names them. */
const demoPrices: Demo[] = [
  { id: 'price_demoMonthly', product: 'prod_demoPlan', unit_amount: 990, interval: 'month' },
  { id: 'price_demoYearly', product: 'prod_demoPlan', unit_amount: 9900, interval: 'year' },
  { id: 'price_demoPro', product: 'prod_demoPro', unit_amount: 2900, interval: 'month' },
  { id: 'price_demoDaily', product: 'prod_demoPlan', unit_amount: 100, interval: 'day' },
];

/** As if made in the dashboard long ago: no event tells of them. */
export function seedCatalog(world: World): void {
  const created = world.clock.now();
  world.act({ by: 'start', request: null, idempotencyKey: null }, () => {
    for (const product of demoProducts)
      if (!world.store.find('product', product.id))
        world.store.save(newProduct({ ...product, created }));
    for (const { interval, ...price } of demoPrices)
      if (!world.store.find('price', price.id))
        world.store.save(
          newPrice({ ...price, created, currency: 'eur', recurring: every(interval) }),
        );
  });
}

export const every = (interval: Interval, interval_count = 1) => ({
  interval,
  interval_count,
  meter: null,
  usage_type: 'licensed' as const,
});

/** What a subscription can bill again and again. */
export function recurringPrice(world: World, id: string, param: string): Price {
  const price = world.store.find('price', id);
  if (!price) throw noSuchPrice(id, param);
  if (!price.recurring)
    throw refused(
      `The price specified is set to \`type=one_time\` but this field only accepts prices with \`type=recurring\`.`,
      { param },
    );
  if (!price.active)
    throw refused(`The price specified is inactive. This field only accepts active prices.`, {
      param,
    });
  return price;
}

/** A 400 here, for the price is not what the request is about. */
const noSuchPrice = (id: string, param: string) =>
  refused(`No such price: '${id}'`, { code: 'resource_missing', param });
