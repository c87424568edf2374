import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundleWorkflowCode, DefaultLogger, type WorkflowBundleOption } from '@temporalio/worker';

/** Bundles the workflows into `dir` and answers the file. */
export async function bundleWorkflows(workflowsPath: string, dir: string): Promise<string> {
  const logger = new DefaultLogger('WARN');
  const { code } = await bundleWorkflowCode({ workflowsPath, logger });
  const file = join(dir, 'workflow-bundle.js');
  writeFileSync(file, code);
  return file;
}

/** The bundle of this run, for `Worker.create` and `Worker.runReplayHistory`. */
export function workflowBundle(): WorkflowBundleOption {
  const codePath = process.env['TEST_WORKFLOW_BUNDLE'];
  if (codePath === undefined)
    throw new Error("no bundle: give the jest project 'temporal', and src/workflows an index.ts");
  return { codePath };
}
