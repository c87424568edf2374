import { setTimeout as sleep } from 'node:timers/promises';
import { Client, Connection } from '@temporalio/client';
import type { StackDescription } from '../stack/description';
import { traceOf, type Trace } from './trace';

const RUNNING = 1;
const SWEEP = 'event-sweep';
const SWEPT_WITHIN_MS = 15_000;

/** Temporal's own records of what ran where. */
export async function openRecords({ address, namespace }: StackDescription['temporal']) {
  const connection = await Connection.connect({ address });
  const client = new Client({ connection, namespace });

  async function trace(workflowId: string): Promise<Trace> {
    const handle = client.workflow.getHandle(workflowId);
    const [{ raw }, { events }] = await Promise.all([handle.describe(), handle.fetchHistory()]);
    const { versioningInfo, status } = raw.workflowExecutionInfo ?? {};
    return traceOf({
      workflowId,
      events: events ?? [],
      behaviour: versioningInfo?.behavior ?? 0,
      open: Number(status) === RUNNING,
    });
  }

  /** One that is ending its last task is given the time for it. */
  async function closed(workflowId: string): Promise<Trace> {
    const giveUpAt = Date.now() + SWEPT_WITHIN_MS;
    for (;;) {
      const seen = await trace(workflowId);
      if (!seen.open || Date.now() > giveUpAt) return seen;
      await sleep(200);
    }
  }

  return {
    client,
    trace,
    closed,

    /** Lets the schedule start its workflow now. */
    async sweep(): Promise<Trace> {
      const handle = client.schedule.getHandle(SWEEP);
      const taken = async () => (await handle.describe()).info.numActionsTaken;
      const before = await taken();
      const giveUpAt = Date.now() + SWEPT_WITHIN_MS;
      // One that is still at work lets no second one start.
      while ((await taken()) === before && Date.now() < giveUpAt) {
        await handle.trigger();
        await sleep(500);
      }
      const last = (await handle.describe()).info.recentActions.at(-1);
      if (last?.action.type !== 'startWorkflow')
        throw new Error('the schedule has started nothing');
      return closed(last.action.workflow.workflowId);
    },

    close: () => connection.close(),
  };
}

export type Records = Awaited<ReturnType<typeof openRecords>>;
