import type { Invoice } from '../objects/invoice';
import { DAY } from '../state/clock';
import type { World } from '../state/world';

/** Fixed before the attempt, so that its failure can say when the next one follows. */
export function planRetry(world: World, invoice: Invoice): Invoice {
  const days = world.settings().invoice_retry_days[invoice.sim.retries];
  const next = days === undefined ? null : world.clock.now() + days * DAY;
  if (next !== null) world.scheduleAt('retry_invoice', invoice.id, next);
  return world.store.save({
    ...invoice,
    attempt_count: invoice.attempt_count + 1,
    next_payment_attempt: next,
  });
}
