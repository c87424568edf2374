import { join } from 'node:path';
import type { WorkflowBundleOption } from '@temporalio/worker';
import { copyWith } from '../../dev/patched/copy';
import type { Edit } from '../../dev/patched/patch';
import { bundleWorkflows } from '../support/workflow-bundle';

/** The workflows as another build has them. */
export async function withChange<T>(
  edits: readonly Edit[],
  test: (bundle: WorkflowBundleOption) => Promise<T>,
): Promise<T> {
  const { directory, remove } = copyWith(...edits);
  try {
    const workflows = join(directory, 'src', 'workflows', 'index.ts');
    return await test({ codePath: await bundleWorkflows(workflows, directory) });
  } finally {
    remove();
  }
}
