import { PRODUCT, type ProductName } from '../parts/product';
import type { Addresses } from './description';
import type { PortName } from './ports';
import { localUrl, type Site } from './site';
import { upBookingOwner } from './up-booking-owner';
import { upKafka } from './up-kafka';
import { upPostgres } from './up-postgres';
import { upProduct } from './up-product';
import { upStripe } from './up-stripe';
import { upTemporal } from './up-temporal';

/** Everything that the product stands on, all at once: the slowest decides how long it takes. */
export async function bringUpParts(site: Site): Promise<Addresses> {
  const [postgres, temporal, kafka, stripe, bookingOwner] = await Promise.all([
    upPostgres(site),
    upTemporal(site),
    upKafka(site),
    upStripe(site),
    upBookingOwner(site),
  ]);
  const api = { url: localUrl(site.ports.api) };
  return { api, temporal, kafka, postgres, stripe, bookingOwner };
}

export async function bringUpProduct(
  site: Site,
  environment: Record<string, string>,
): Promise<void> {
  const names = Object.keys(PRODUCT) as ProductName[];
  await Promise.all(names.map((name) => upProduct(site, name, environment)));
}

/** The ports that parts of our own will listen on. */
export function neededPorts(env: NodeJS.ProcessEnv, withProduct: boolean): PortName[] {
  return [
    ...(withProduct ? (['api'] as const) : []),
    ...(env['DATABASE_URL'] ? [] : (['postgres'] as const)),
    ...(env['TEMPORAL_ADDRESS'] ? [] : (['temporal', 'temporalUi'] as const)),
    ...(env['KAFKA_BROKERS'] ? [] : (['kafka', 'kafkaController'] as const)),
    ...(env['STRIPE_SECRET_KEY'] ? [] : (['stripe'] as const)),
    ...(env['BOOKING_OWNER_URL'] ? [] : (['bookingOwner'] as const)),
  ];
}
