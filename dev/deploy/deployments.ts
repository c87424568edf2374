import type { Client } from '@temporalio/client';
import { NotYet, patiently } from '../demo/stage/patience';
import { command } from '../parts/command';
import { sourcing } from '../parts/source';
import { temporalCli } from '../parts/temporal-cli';

const KNOWN_WITHIN_MS = 20_000;
const DRAINED_WITHIN_MS = 45_000;

/** Numbers of temporal.api.enums.v1.VersionDrainageStatus. */
const DRAINAGE = ['in use', 'draining', 'drained'] as const;

/** By default the server looks every three minutes, and not before three have passed. */
export const DRAINED_SOON = [
  'matching.wv.VersionDrainageStatusVisibilityGracePeriod="2s"',
  'matching.wv.VersionDrainageStatusRefreshInterval="1s"',
];

/** Which build gets what is new, changed by the very commands that docs/deploys.md gives. */
export async function createDeployments(
  client: Client,
  { deploymentName, address }: { readonly deploymentName: string; readonly address: string },
) {
  const { path } = await temporalCli(sourcing());
  const { namespace } = client.options;

  async function drainage(buildId: string): Promise<(typeof DRAINAGE)[number]> {
    const { workerDeploymentVersionInfo: found } =
      await client.workflowService.describeWorkerDeploymentVersion({
        namespace,
        deploymentVersion: { deploymentName, buildId },
      });
    return DRAINAGE[found?.drainageInfo?.status ?? 0] ?? 'in use';
  }

  return {
    drainage,

    /** A build is known as soon as its worker has asked for work. */
    async setCurrent(buildId: string): Promise<void> {
      const where = ['--address', address, '--namespace', namespace];
      const which = ['--deployment-name', deploymentName, '--build-id', buildId];
      const args = ['worker', 'deployment', 'set-current-version', ...which, '--yes', ...where];
      await patiently(`making ${buildId} current`, KNOWN_WITHIN_MS, () =>
        command(path, args, { limitMs: 15_000 }).catch((error: unknown) => {
          throw new NotYet(String(error));
        }),
      );
    },

    /** Answers what it is when that takes too long. */
    async drained(buildId: string): Promise<string> {
      await patiently(`draining ${buildId}`, DRAINED_WITHIN_MS, async () => {
        const status = await drainage(buildId);
        if (status !== 'drained') throw new NotYet(`it is ${status}`);
      }).catch(() => undefined);
      return drainage(buildId);
    },
  };
}

export type Deployments = Awaited<ReturnType<typeof createDeployments>>;
