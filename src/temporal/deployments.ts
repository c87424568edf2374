import { isGrpcServiceError, type Client } from '@temporalio/client';
import type { WorkerDeploymentVersion } from '@temporalio/common';
import type { Logger } from '../logger';

const CALL_LIMIT_MS = 10_000;
/** gRPC's NOT_FOUND: no worker of this deployment has ever asked for work. */
const NOT_FOUND = 5;

/**
 * Says in the log where new bookings go: a build gets none before it has been made current, and
 * while none is, every new workflow waits. Which one is current is a person's word, not the worker's.
 */
export async function reportCurrentBuild(
  client: Client,
  { deploymentName, buildId }: WorkerDeploymentVersion,
  logger: Logger,
): Promise<void> {
  try {
    const current = await currentBuild(client, deploymentName);
    const said = { deploymentName, buildId, current: current ?? null };
    if (current === buildId) return logger.info(said, 'this build is current');
    const run = `temporal worker deployment set-current-version --deployment-name ${deploymentName} --build-id ${buildId}`;
    if (current !== undefined)
      return logger.info({ ...said, run }, 'this build is not current: it only ends what it began');
    logger.warn({ ...said, run }, 'no build is current: what is started waits until one is');
  } catch (error) {
    logger.warn({ err: error, deploymentName }, 'cannot tell which build is current');
  }
}

async function currentBuild(client: Client, deploymentName: string): Promise<string | undefined> {
  const { namespace } = client.options;
  try {
    const { workerDeploymentInfo } = await client.withDeadline(Date.now() + CALL_LIMIT_MS, () =>
      client.workflowService.describeWorkerDeployment({ namespace, deploymentName }),
    );
    return workerDeploymentInfo?.routingConfig?.currentDeploymentVersion?.buildId ?? undefined;
  } catch (error) {
    if (isGrpcServiceError(error) && Number(error.code) === NOT_FOUND) return undefined;
    throw error;
  }
}
