import {
  ScheduleAlreadyRunning,
  ScheduleOverlapPolicy,
  type Client,
  type ScheduleOptions,
} from '@temporalio/client';
import { bounded } from './bounded';

const CALL_LIMIT_MS = 10_000;
const SWEEP = 'event-sweep';

/**
 * The schedule that publishes what Kafka did not take. Created once; a later release's settings
 * replace the stored ones, an operator's pause stays.
 */
export async function ensureEventSweep(client: Client, taskQueue: string): Promise<void> {
  const options = {
    scheduleId: SWEEP,
    spec: { intervals: [{ every: '30 seconds' }] },
    policies: { overlap: ScheduleOverlapPolicy.SKIP, catchupWindow: '1 minute' },
    action: { type: 'startWorkflow', workflowType: 'eventSweep', taskQueue, args: [] },
  } satisfies ScheduleOptions;
  try {
    await bounded(client, CALL_LIMIT_MS, () => client.schedule.create(options));
  } catch (error) {
    if (!(error instanceof ScheduleAlreadyRunning)) throw error;
    const { spec, policies, action } = options;
    await bounded(client, CALL_LIMIT_MS, () =>
      client.schedule.getHandle(SWEEP).update(({ state }) => ({ spec, policies, action, state })),
    );
  }
}
