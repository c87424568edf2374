import { startProduct, type ProductName } from '../parts/product';
import type { Site } from './site';
import { supervised } from './supervised';

/** One of the product's own processes. */
export async function upProduct(
  site: Site,
  name: ProductName,
  environment: Record<string, string>,
): Promise<void> {
  const env = { ...site.env, ...environment };
  const logFile = site.local.log(name);
  const start = () => startProduct({ name, env, logFile, onSpawn: site.onSpawn });
  await supervised(name, start, site.supervision(name));
  site.progress(name, 'up');
}
