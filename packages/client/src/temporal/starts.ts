import { setTimeout as pause } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import {
  WorkflowExecutionAlreadyStartedError,
  WorkflowIdConflictPolicy,
  WorkflowIdReusePolicy,
} from '@temporalio/common';
import { notYet } from '../booking-payment-error';
import { isInterrupted, observe, type Seen } from './observation';
import type { Ask } from './questions';
import { interrupted } from './refusals';
import { argumentOf, type Argument } from './start-argument';

export interface Start {
  type: 'bookingPayment' | 'refundPayment';
  workflowId: string;
  argument: object;
  /** The query that answers once the workflow has written its row. */
  query: string;
  /** Throws where the id belongs to another order. */
  mustBeSame(given: Argument): void;
  /** What the workflow that ended without a row has left as its result. */
  refusal(result: unknown, given: Argument): Error;
}

interface Around {
  client: Client;
  ask: Ask;
  taskQueue: string;
  timeoutMs: number;
}

const FIRST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 1_000;

/** Starts a workflow, or finds the one that was started before, and waits until it is on record. */
export function createStarts({ client, ask, taskQueue, timeoutMs }: Around) {
  return async function begin<View>(start: Start): Promise<Seen<View> & { view: View }> {
    const { workflowId, query } = start;
    const until = Date.now() + timeoutMs;
    await ask(until, () => started(start));
    const given = await argumentOf(client, ask, { workflowId, until });
    start.mustBeSame(given);
    const look = observe<View>(client, ask, workflowId, query);
    for (let ms = FIRST_PAUSE_MS; ; ms = Math.min(ms * 2, LONGEST_PAUSE_MS)) {
      const { status, view } = await look(until);
      if (view) return { status, view };
      if (status === 'COMPLETED') throw start.refusal(await resultOf(workflowId, until), given);
      if (isInterrupted(status)) throw interrupted(workflowId, status);
      if (Date.now() + ms >= until)
        throw notYet(`${workflowId} is started, but no worker has got through with it yet.`);
      await pause(ms);
    }
  };

  async function started({ type, workflowId, argument }: Start): Promise<void> {
    try {
      await client.workflow.start(type, {
        workflowId,
        taskQueue,
        args: [argument],
        workflowIdReusePolicy: WorkflowIdReusePolicy.REJECT_DUPLICATE,
        workflowIdConflictPolicy: WorkflowIdConflictPolicy.USE_EXISTING,
      });
    } catch (error) {
      if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
    }
  }

  function resultOf(workflowId: string, until: number): Promise<unknown> {
    return ask(until, () => client.workflow.getHandle(workflowId).result());
  }
}
