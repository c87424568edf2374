import { setTimeout as pause } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import { temporal } from '@temporalio/proto';
import type { ActivityCount } from './activity-count';
import type { Caller } from './caller';
import { requestOf, type Order } from './orders';

const { EVENT_TYPE_WORKFLOW_TASK_STARTED } = temporal.api.enums.v1.EventType;
const LOOK_MS = 15;

interface Running {
  caller: Caller;
  activity: ActivityCount;
  client: Client;
}

/** What befalls a booking's run that is no part of the saga. */
export function createRuns({ caller, activity, client }: Running) {
  /**
   * Ends a run between two activities: one that is under way then would hold the test server's
   * time for ever.
   */
  async function terminate(workflowId: string): Promise<void> {
    for (let idle = 0; idle < 4; idle += 1) {
      if (activity.runningOf(workflowId) > 0) idle = -1;
      await pause(LOOK_MS);
    }
    await caller.terminate(workflowId);
  }

  /**
   * A signal that arrives in the millisecond of a timer makes the test server (not Temporal's own)
   * forget the task that it has just begun. As with a run that a person finds stuck: ended, started
   * again, and the row says where it goes on.
   */
  async function takeUpLost(orders: readonly Order[]): Promise<void> {
    for (const order of orders) {
      const workflowId = `booking-${order.bookingId}`;
      if (!(await isLost(workflowId))) continue;
      await terminate(workflowId);
      await caller.start(requestOf(order));
    }
  }

  /** Its last task was begun, and nothing has come of it, though nobody works on it. */
  async function isLost(workflowId: string): Promise<boolean> {
    if ((await caller.stateOf(workflowId)) !== 'RUNNING') return false;
    return (await lastEvent(workflowId)) === EVENT_TYPE_WORKFLOW_TASK_STARTED;
  }

  async function lastEvent(workflowId: string) {
    const { events } = await client.workflow.getHandle(workflowId).fetchHistory();
    return events?.at(-1)?.eventType;
  }

  return { terminate, takeUpLost, lastEvent };
}
