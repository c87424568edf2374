import { TestWorkflowEnvironment } from '@temporalio/testing';
import type { TemporalServer } from './sdk-download';

const [server, downloadDir = ''] = process.argv.slice(2) as [TemporalServer, string];

/** Started by sdk-download.ts: the server runs for a moment, its program stays in the folder. */
async function download(): Promise<void> {
  const executable = { type: 'cached-download', downloadDir } as const;
  const environment =
    server === 'dev-server'
      ? await TestWorkflowEnvironment.createLocal({ server: { executable } })
      : await TestWorkflowEnvironment.createTimeSkipping({ server: { executable } });
  await environment.teardown();
}

download().catch((error: unknown) => {
  process.stderr.write(`${String(error)}\n`);
  process.exit(1);
});
