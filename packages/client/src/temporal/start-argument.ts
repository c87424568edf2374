import type { Client } from '@temporalio/client';
import type { Ask } from './questions';

/** What a workflow was started with, by whomever. */
export type Argument = Readonly<Record<string, unknown>>;

/**
 * Read from the first event, which neither is billed nor needs a worker. A start that finds its id
 * taken is told so by nobody else: the workflow's view holds nothing personal.
 */
export async function argumentOf(
  client: Client,
  ask: Ask,
  { workflowId, until }: { workflowId: string; until: number },
): Promise<Argument> {
  const { namespace, loadedDataConverter } = client.options;
  const page = await ask(until, () =>
    client.workflowService.getWorkflowExecutionHistory({
      namespace,
      execution: { workflowId },
      maximumPageSize: 1,
    }),
  );
  const [first] = page.history?.events ?? [];
  let payloads = first?.workflowExecutionStartedEventAttributes?.input?.payloads ?? [];
  const { payloadCodecs, payloadConverter } = loadedDataConverter;
  const context = { type: 'workflow', namespace, workflowId } as const;
  for (const codec of payloadCodecs.toReversed()) payloads = await codec.decode(payloads, context);
  const argument: unknown = payloads[0] && payloadConverter.fromPayload(payloads[0], context);
  return typeof argument === 'object' && argument !== null ? (argument as Argument) : {};
}
