import type { Client, WorkflowExecutionStatusName } from '@temporalio/client';
import { BookingPaymentError, notYet } from '../booking-payment-error';
import type { Ask } from './questions';
import { interrupted } from './refusals';

export interface Seen<View> {
  status: WorkflowExecutionStatusName;
  /** What the workflow tells of itself; undefined before it has written its row. */
  view?: View | undefined;
}

/** Started, task scheduled, begun and completed: before that no worker has taken it on. */
const TAKEN_ON = 4;

const INTERRUPTED: readonly WorkflowExecutionStatusName[] = [
  'TERMINATED',
  'TIMED_OUT',
  'FAILED',
  'CANCELLED',
];

/**
 * Looks at a workflow, again with each call. A query is billed and needs a worker; a description is
 * free and needs none, and tells whether there can be anything new to ask for.
 */
export function observe<View>(client: Client, ask: Ask, workflowId: string, query: string) {
  const handle = client.workflow.getHandle(workflowId);
  let asked = '';
  let view: View | undefined;

  return async function look(until: number): Promise<Seen<View>> {
    const { runId, status, historyLength } = await ask(until, () => handle.describe());
    const now = `${runId} ${status.name} ${historyLength}`;
    if (now !== asked && historyLength >= TAKEN_ON) view = await told(until, status.name);
    asked = now;
    return { status: status.name, view };
  };

  async function told(until: number, status: WorkflowExecutionStatusName) {
    try {
      return await ask(until, () => handle.query<View | undefined>(query));
    } catch (error) {
      if (error instanceof BookingPaymentError && !error.retryable) throw error;
      const cause = error instanceof BookingPaymentError ? error.cause : error;
      if (isInterrupted(status)) throw interrupted(workflowId, status, cause);
      throw notYet(`No worker answers for ${workflowId}; it goes on where it stands.`, cause);
    }
  }
}

/** Ended from outside, and maybe before it was done. */
export function isInterrupted(status: WorkflowExecutionStatusName): boolean {
  return INTERRUPTED.includes(status);
}
