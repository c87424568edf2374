import type { History } from '@temporalio/common/lib/proto-utils';
import { temporal } from '@temporalio/proto';

type Event = temporal.api.history.v1.IHistoryEvent;
const { EventType } = temporal.api.enums.v1;

export function eventsOf({ events }: History): Event[] {
  return events ?? [];
}

export function countOf(history: History, type: keyof typeof EventType): number {
  return eventsOf(history).filter(({ eventType }) => eventType === EventType[type]).length;
}

const BILLED = [
  'EVENT_TYPE_WORKFLOW_EXECUTION_STARTED',
  'EVENT_TYPE_TIMER_STARTED',
  'EVENT_TYPE_WORKFLOW_EXECUTION_SIGNALED',
  'EVENT_TYPE_SIGNAL_EXTERNAL_WORKFLOW_EXECUTION_INITIATED',
  'EVENT_TYPE_WORKFLOW_EXECUTION_UPDATE_ACCEPTED',
  'EVENT_TYPE_UPSERT_WORKFLOW_SEARCH_ATTRIBUTES',
  'EVENT_TYPE_START_CHILD_WORKFLOW_EXECUTION_INITIATED',
] as const;

/** Temporal Cloud's actions (reference/temporal.md section 7); each attempt of an activity is one. */
export function billedActions(history: History): number {
  const attempts = eventsOf(history)
    .flatMap(({ activityTaskStartedEventAttributes: started }) => started ?? [])
    .reduce((sum, { attempt }) => sum + (attempt ?? 1), 0);
  return BILLED.reduce((sum, type) => sum + countOf(history, type), attempts);
}

/** The search attributes of each upsert, in order; the SDK's own note of a patch is not one of ours. */
export function upserts(history: History): Record<string, unknown>[] {
  return eventsOf(history)
    .flatMap(({ upsertWorkflowSearchAttributesEventAttributes: upserted }) =>
      upserted ? [decoded(upserted.searchAttributes?.indexedFields ?? {})] : [],
    )
    .filter((attributes) => !('TemporalChangeVersion' in attributes));
}

function decoded(fields: Record<string, { data?: Uint8Array | null }>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).map(([name, { data }]) => [
      name,
      JSON.parse(Buffer.from(data ?? []).toString()),
    ]),
  );
}

/** Milliseconds from the start to each scheduling of an activity, by the server's clock. */
export function scheduledAfterMs(history: History, activity: string): number[] {
  const [first] = eventsOf(history);
  return eventsOf(history)
    .filter((event) => event.activityTaskScheduledEventAttributes?.activityType?.name === activity)
    .map((event) => millisOf(event) - millisOf(first!));
}

function millisOf({ eventTime }: Event): number {
  return Number(eventTime?.seconds ?? 0) * 1000 + Math.floor((eventTime?.nanos ?? 0) / 1e6);
}
