import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { historyFromJSON } from '@temporalio/common/lib/proto-utils';
import { DefaultLogger, Runtime, Worker, type WorkflowBundleOption } from '@temporalio/worker';
import { DeterminismViolationError } from '@temporalio/workflow';
import { INCOMPATIBLE, PATCHED } from '../../dev/deploy/changes';
import { copyWith } from '../../dev/patched/copy';
import type { Edit } from '../../dev/patched/patch';
import { bundleWorkflows, workflowBundle } from '../support/workflow-bundle';
import { lacking, recordedIn } from './endings';
import { HISTORIES } from './recording';

Runtime.install({ logger: new DefaultLogger('ERROR') });

const ROOT = join(__dirname, '..', '..');
/** Made by the release before worker versioning was there. */
const FIRST_RELEASE = 43;

const recorded = recordedIn(HISTORIES);
const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
  version: string;
};

const replay = (name: string, bundle: WorkflowBundleOption = workflowBundle()) =>
  Worker.runReplayHistory(
    { workflowBundle: bundle },
    historyFromJSON(JSON.parse(readFileSync(join(HISTORIES, name), 'utf8'))),
  );

describe('the recorded histories', () => {
  it('are there for every ending of every release', () => {
    expect(lacking(recorded, version)).toEqual([]);
    expect(recorded.filter((name) => name.startsWith('0.1.0-'))).toHaveLength(FIRST_RELEASE);
  });

  it('are missed when one is gone, or a release has none', () => {
    const without = recorded.filter((name) => name !== '0.1.0-expired.json');
    expect(lacking(without, '0.1.0')).toContain('0.1.0: no history of expired');
    expect(lacking(recorded, '9.9.9')).toContain('9.9.9: no ending is recorded');
    const next = recorded.map((name) => name.replace(/^\d+\.\d+\.\d+/, '9.9.9'));
    const lost = next.filter((name) => name !== '9.9.9-many-signals.json');
    expect(lacking([...recorded, ...next], '9.9.9')).toEqual([]);
    expect(lacking([...recorded, ...lost], '9.9.9')).toEqual(['9.9.9: no history of many-signals']);
    expect(lacking([...recorded, 'paid.json'], version)).toEqual(['paid.json: of which release?']);
  });
});

for (const name of recorded)
  it(`R16: still goes the way of ${name}`, async () => {
    await replay(name);
  });

describe('F25: a changed saga, beside open bookings', () => {
  const sagas = recorded.filter((name) => !name.includes('-refundPayment-'));

  it('that takes another step first fails on every recorded booking', async () => {
    const seen = await withChange(INCOMPATIBLE);
    expect(seen.fits).toEqual([]);
    expect(seen.violates).toEqual(sagas);
  });

  it('that takes it for new bookings only (patched) goes the way of them all', async () => {
    const seen = await withChange(PATCHED);
    expect(seen.violates).toEqual([]);
    expect(seen.fits).toEqual(sagas);
  });

  /** Replays every booking in the changed workflow, as a worker of that build would. */
  async function withChange(edits: readonly Edit[]) {
    const { directory, remove } = copyWith(...edits);
    const seen = { fits: [] as string[], violates: [] as string[] };
    try {
      const workflows = join(directory, 'src', 'workflows', 'index.ts');
      const codePath = await bundleWorkflows(workflows, directory);
      for (const name of sagas) seen[await outcome(name, { codePath })].push(name);
      return seen;
    } finally {
      remove();
    }
  }
});

async function outcome(name: string, bundle: WorkflowBundleOption): Promise<'fits' | 'violates'> {
  try {
    await replay(name, bundle);
    return 'fits';
  } catch (error) {
    if (error instanceof DeterminismViolationError) return 'violates';
    throw error;
  }
}
