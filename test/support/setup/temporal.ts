import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { sourcing } from '../../../dev/parts/source';
import { temporalCli } from '../../../dev/parts/temporal-cli';
import { temporalTestServer } from '../../../dev/parts/temporal-test-server';
import { scratch } from '../scratch';
import { bundleWorkflows } from '../workflow-bundle';
import { showProgress } from './progress';
import { startOnce } from './started';

const WORKFLOWS = join(__dirname, '..', '..', '..', 'src', 'workflows', 'index.ts');

/** Gets both servers, which the tests then start, and bundles the workflows once for all files. */
export default function setUp(): Promise<void> {
  return startOnce('temporal', async () => {
    const { dir, remove } = scratch('temporal');
    const from = sourcing(process.env, showProgress);
    const [testServer, cli] = await Promise.all([temporalTestServer(from), temporalCli(from)]);
    process.env['TEMPORAL_TEST_SERVER_PATH'] = testServer.path;
    process.env['TEMPORAL_CLI_PATH'] = cli.path;
    if (existsSync(WORKFLOWS))
      process.env['TEST_WORKFLOW_BUNDLE'] = await bundleWorkflows(WORKFLOWS, dir);
    return () => Promise.resolve(remove());
  });
}
