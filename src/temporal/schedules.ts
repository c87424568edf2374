import {
  ScheduleAlreadyRunning,
  ScheduleOverlapPolicy,
  type Client,
  type ScheduleOptions,
} from '@temporalio/client';
import { bounded } from './bounded';

const CALL_LIMIT_MS = 10_000;

/** `catchupWindow`: a run that was due while Temporal was down is made up for within this time. */
const SCHEDULES = [
  /** Publishes what Kafka did not take. */
  {
    scheduleId: 'event-sweep',
    workflowType: 'eventSweep',
    interval: { every: '30 seconds' },
    catchupWindow: '1 minute',
  },
  /** Finds what no webhook has brought. Not on the hour, when everybody asks Stripe. */
  {
    scheduleId: 'webhook-backfill',
    workflowType: 'webhookBackfill',
    interval: { every: '1 hour', offset: '7 minutes' },
    catchupWindow: '1 hour',
  },
] as const;

/**
 * Each is created once; a later release's settings replace the stored ones, an operator's pause
 * stays.
 */
export async function ensureSchedules(client: Client, taskQueue: string): Promise<void> {
  for (const { scheduleId, workflowType, interval, catchupWindow } of SCHEDULES)
    await ensure(client, {
      scheduleId,
      spec: { intervals: [interval] },
      policies: { overlap: ScheduleOverlapPolicy.SKIP, catchupWindow },
      action: { type: 'startWorkflow', workflowType, taskQueue, args: [] },
    });
}

async function ensure(client: Client, options: ScheduleOptions): Promise<void> {
  const { scheduleId, spec, action, policies = {} } = options;
  try {
    await bounded(client, CALL_LIMIT_MS, () => client.schedule.create(options));
  } catch (error) {
    if (!(error instanceof ScheduleAlreadyRunning)) throw error;
    await bounded(client, CALL_LIMIT_MS, () =>
      client.schedule
        .getHandle(scheduleId)
        .update(({ state }) => ({ spec, policies, action, state })),
    );
  }
}
