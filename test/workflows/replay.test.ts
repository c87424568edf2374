import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { historyFromJSON } from '@temporalio/common/lib/proto-utils';
import { DefaultLogger, Runtime, Worker } from '@temporalio/worker';
import { workflowBundle } from '../support/workflow-bundle';
import { HISTORIES } from './recording';

Runtime.install({ logger: new DefaultLogger('ERROR') });

const recorded = existsSync(HISTORIES)
  ? readdirSync(HISTORIES).filter((name) => name.endsWith('.json'))
  : [];

it('finds recorded histories', () => {
  expect(recorded).not.toEqual([]);
});

for (const name of recorded)
  it(`still goes the way of ${name}`, async () => {
    const history = historyFromJSON(JSON.parse(readFileSync(join(HISTORIES, name), 'utf8')));
    await Worker.runReplayHistory({ workflowBundle: workflowBundle() }, history);
  });
