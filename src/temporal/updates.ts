import { WorkflowNotFoundError, WorkflowUpdateFailedError, type Client } from '@temporalio/client';
import { ActivityFailure, ApplicationFailure, type UpdateDefinition } from '@temporalio/common';
import { bounded } from './bounded';

export const UPDATE_LIMIT_MS = 20_000;

/** The workflow's own words, from its validator or from the activity that it asked. */
export interface Refused {
  outcome: 'refused';
  /** A word for machines, such as `refund_not_failed`. */
  type: string;
  message: string;
}

/** `gone`: no workflow waits for it, or it ended before it could answer. */
export type Updated<T> = { outcome: 'done'; answer: T } | { outcome: 'gone' } | Refused;

/**
 * Sends one kind of update. The same `updateId` is the same order, and answers the same.
 * Throws `TemporalUnavailable` when nobody answers.
 */
export function sender<Answer, Order>(client: Client, update: UpdateDefinition<Answer, [Order]>) {
  return (workflowId: string, order: Order, updateId: string): Promise<Updated<Answer>> =>
    updated(client, () =>
      client.workflow.getHandle(workflowId).executeUpdate(update, { args: [order], updateId }),
    );
}

async function updated<T>(client: Client, update: () => Promise<T>): Promise<Updated<T>> {
  try {
    return { outcome: 'done', answer: await bounded(client, UPDATE_LIMIT_MS, update) };
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return { outcome: 'gone' };
    if (!(error instanceof WorkflowUpdateFailedError)) throw error;
    const refused = refusalOf(error);
    return refused.type === ENDED_MEANWHILE ? { outcome: 'gone' } : refused;
  }
}

/** The server's word for an update whose workflow was terminated before it had answered. */
const ENDED_MEANWHILE = 'AcceptedUpdateCompletedWorkflow';

export function refusalOf({ cause }: { cause?: unknown }): Refused {
  const failure = cause instanceof ActivityFailure ? cause.cause : cause;
  const known = failure instanceof ApplicationFailure ? failure : undefined;
  return {
    outcome: 'refused',
    type: known?.type ?? 'unknown',
    message: known?.message ?? 'The workflow did not accept it.',
  };
}
