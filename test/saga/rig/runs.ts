import { setTimeout as pause } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import { temporal } from '@temporalio/proto';
import type { ActivityCount } from './activity-count';
import type { Caller } from './caller';
import { requestOf, type Order } from './orders';

const {
  EVENT_TYPE_WORKFLOW_TASK_STARTED,
  EVENT_TYPE_ACTIVITY_TASK_CANCEL_REQUESTED,
  EVENT_TYPE_ACTIVITY_TASK_CANCELED,
  EVENT_TYPE_ACTIVITY_TASK_COMPLETED,
  EVENT_TYPE_ACTIVITY_TASK_FAILED,
  EVENT_TYPE_ACTIVITY_TASK_TIMED_OUT,
} = temporal.api.enums.v1.EventType;
type Events = readonly temporal.api.history.v1.IHistoryEvent[];
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
   * Where things happen in the same millisecond the test server (not Temporal's own) forgets: the
   * task that it has just begun, when a signal meets a timer; and how an activity ended that was
   * asked to cancel, when a signal meets that. As with a run that a person finds stuck: ended,
   * started again, and the row says where it goes on.
   */
  async function takeUpLost(orders: readonly Order[]): Promise<void> {
    for (const order of orders) {
      const workflowId = `booking-${order.bookingId}`;
      if (!(await isLost(workflowId))) continue;
      await terminate(workflowId);
      await caller.start(requestOf(order));
    }
  }

  async function isLost(workflowId: string): Promise<boolean> {
    if ((await caller.stateOf(workflowId)) !== 'RUNNING') return false;
    const { raw } = await client.workflow.getHandle(workflowId).describe();
    const events = await eventsOf(workflowId);
    // Its last task was begun, and nothing has come of it, though nobody works on it.
    if (events.at(-1)?.eventType === EVENT_TYPE_WORKFLOW_TASK_STARTED) return true;
    return (raw.pendingActivities ?? []).length === 0 && hasForgottenActivity(events);
  }

  async function eventsOf(workflowId: string): Promise<Events> {
    return (await client.workflow.getHandle(workflowId).fetchHistory()).events ?? [];
  }

  /** Where a run stands, for whoever has to find out why it did not go on. */
  async function standing(workflowId: string): Promise<string> {
    const { status, raw } = await client.workflow.getHandle(workflowId).describe();
    const waits = (raw.pendingActivities ?? []).map(
      ({ activityType, attempt, state }) => `${activityType?.name}#${attempt} (${state})`,
    );
    const last = `its last event is of type ${(await eventsOf(workflowId)).at(-1)?.eventType}`;
    return `${status.name}; ${last}; pending: ${waits.join(', ') || 'nothing'}`;
  }

  return { terminate, takeUpLost, standing };
}

const ENDS_OF_ACTIVITIES = [
  EVENT_TYPE_ACTIVITY_TASK_CANCELED,
  EVENT_TYPE_ACTIVITY_TASK_COMPLETED,
  EVENT_TYPE_ACTIVITY_TASK_FAILED,
  EVENT_TYPE_ACTIVITY_TASK_TIMED_OUT,
];

/** It was asked to cancel, and no event tells its end. */
function hasForgottenActivity(events: Events): boolean {
  const ended = events
    .filter(({ eventType }) => ENDS_OF_ACTIVITIES.some((end) => end === eventType))
    .map((event) => String(scheduledBy(event)));
  return events
    .filter(({ eventType }) => eventType === EVENT_TYPE_ACTIVITY_TASK_CANCEL_REQUESTED)
    .some((event) => !ended.includes(String(scheduledBy(event))));
}

function scheduledBy(event: Events[number]) {
  return (
    event.activityTaskCancelRequestedEventAttributes ??
    event.activityTaskCanceledEventAttributes ??
    event.activityTaskCompletedEventAttributes ??
    event.activityTaskFailedEventAttributes ??
    event.activityTaskTimedOutEventAttributes
  )?.scheduledEventId;
}
