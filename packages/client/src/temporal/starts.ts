import { setTimeout as pause } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import {
  WorkflowExecutionAlreadyStartedError,
  WorkflowIdConflictPolicy,
  WorkflowIdReusePolicy,
} from '@temporalio/common';
import { BookingPaymentError } from '../booking-payment-error';

interface Start {
  type: 'bookingPayment' | 'refundPayment';
  workflowId: string;
  args: object;
  /** The query that answers once the workflow has written its row. */
  view: string;
}

const FIRST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 1_000;
const PATIENCE_MS = 30_000;

/** Starts a workflow, or finds the one that was started before, and waits until it is on record. */
export function createStarts(client: Client, taskQueue: string) {
  return async function begin<View>({ type, workflowId, args, view }: Start): Promise<View> {
    await started(type, workflowId, args);
    const handle = client.workflow.getHandle(workflowId);
    const giveUpAt = Date.now() + PATIENCE_MS;
    for (let ms = FIRST_PAUSE_MS; Date.now() < giveUpAt; ms = Math.min(ms * 2, LONGEST_PAUSE_MS)) {
      const seen = await handle.query<View | undefined>(view);
      if (seen) return seen;
      const { status } = await handle.describe();
      if (status.name === 'COMPLETED') throw refused(await handle.result());
      if (status.name !== 'RUNNING') break;
      await pause(ms);
    }
    const late = `${workflowId} has been started, but no worker has taken it on yet.`;
    throw new BookingPaymentError('temporarily_unavailable', late, { retryable: true });
  };

  async function started(type: string, workflowId: string, args: object): Promise<void> {
    try {
      await client.workflow.start(type, {
        workflowId,
        taskQueue,
        args: [args],
        workflowIdReusePolicy: WorkflowIdReusePolicy.REJECT_DUPLICATE,
        workflowIdConflictPolicy: WorkflowIdConflictPolicy.USE_EXISTING,
      });
    } catch (error) {
      if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
    }
  }
}

interface Refusal {
  code: string;
  message: string;
  errors?: { path: string; message: string }[];
}

/** A workflow that ended without a row was refused, and its result says why. */
function refused(result: unknown): BookingPaymentError {
  const { refused: why = 'refused' } = (result ?? {}) as { refused?: Refusal | string };
  if (typeof why === 'string') return new BookingPaymentError(why, `The service refused: ${why}.`);
  return new BookingPaymentError(why.code, why.message, why.errors && { errors: why.errors });
}
