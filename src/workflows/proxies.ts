import { proxyActivities } from '@temporalio/workflow';
import type { Activities } from '../activities';

/**
 * What must happen in the end: no limit of attempts or time, capped back-off. What can never
 * succeed comes back as a value or becomes a person's task, never an error. Retries cost money
 * (one action each), hence the long cap.
 */
const INSISTENT = {
  startToCloseTimeout: '30s',
  retry: { initialInterval: '500ms', backoffCoefficient: 2, maximumInterval: '1m' },
} as const;

export const steps = proxyActivities<Activities>(INSISTENT);

/** The owner is asked for as long as its window is open; then the saga goes the other way. */
export function stepsWithin(windowMs: number) {
  return proxyActivities<Activities>({ ...INSISTENT, scheduleToCloseTimeout: windowMs });
}

export const sweeping = proxyActivities<Activities>({
  startToCloseTimeout: '60s',
  retry: { initialInterval: '1s', maximumInterval: '10s' },
});
