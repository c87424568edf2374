import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { WorkerDeploymentVersion } from '@temporalio/common';
import { DefaultLogger, Runtime, type WorkerOptions } from '@temporalio/worker';
import type { Logger } from './logger';

const SECOND = 1_000;

/** Parts start in any order: wait for the one that is not there yet, and say so. */
export async function untilItAnswers<T>(
  logger: Logger,
  part: string,
  ask: () => Promise<T>,
): Promise<T> {
  for (let waitMs = SECOND; ; waitMs = Math.min(2 * waitMs, 15 * SECOND)) {
    try {
      return await ask();
    } catch (error) {
      logger.warn({ err: error, part, waitMs }, 'not ready yet, trying again');
      await pause(waitMs);
    }
  }
}

/** The SDK must not trap signals: this process stops its parts in an order of its own. */
export function installRuntime(logger: Logger): void {
  Runtime.install({
    shutdownSignals: [],
    logger: new DefaultLogger('WARN', ({ level, message, meta }) => {
      logger[level === 'ERROR' ? 'error' : 'warn']({ meta }, message);
    }),
  });
}

/** The prebuilt bundle where there is one (`npm run build`), else the sources. */
export function workflowSource() {
  const codePath = join(__dirname, 'workflow-bundle.gen.js');
  return existsSync(codePath)
    ? { workflowBundle: { codePath } }
    : { workflowsPath: join(__dirname, 'workflows') };
}

/** With a version, workflows go on with the newest build unless they say otherwise themselves. */
export function versioning(
  version: WorkerDeploymentVersion | undefined,
): Pick<WorkerOptions, 'workerDeploymentOptions'> {
  if (!version) return {};
  const defaultVersioningBehavior = 'AUTO_UPGRADE';
  return {
    workerDeploymentOptions: { version, useWorkerVersioning: true, defaultVersioningBehavior },
  };
}
