import type { Client } from '@temporalio/client';
import { bounded } from './bounded';

/** Whether the server answers and has our namespace. Throws where not. */
export async function temporalStatus(client: Client): Promise<string> {
  const { namespace } = client.options;
  await bounded(client, 1_500, () => client.workflowService.describeNamespace({ namespace }));
  return 'connected';
}
