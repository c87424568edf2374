import type { CatchUp } from '../domain/scan-tally';
import { backfillWebhooks } from './proxies';

/** Finds the events that no webhook has brought. Started by the schedule `webhook-backfill`. */
export async function webhookBackfill(): Promise<CatchUp> {
  return backfillWebhooks();
}
