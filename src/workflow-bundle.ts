import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundleWorkflowCode } from '@temporalio/worker';

/** Build step: production starts from this file and never bundles. */
async function build(): Promise<void> {
  const { code } = await bundleWorkflowCode({ workflowsPath: join(__dirname, 'workflows') });
  writeFileSync(join(__dirname, 'workflow-bundle.gen.js'), code);
}

build().catch((error: unknown) => {
  process.stderr.write(`The workflows cannot be bundled: ${String(error)}\n`);
  process.exit(1);
});
