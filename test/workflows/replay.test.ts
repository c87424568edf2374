import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { historyFromJSON } from '@temporalio/common/lib/proto-utils';
import { DefaultLogger, Runtime, Worker, type WorkflowBundleOption } from '@temporalio/worker';
import { DeterminismViolationError } from '@temporalio/workflow';
import { INCOMPATIBLE, PATCHED } from '../../dev/deploy/changes';
import { workflowBundle } from '../support/workflow-bundle';
import { withChange } from './changed-bundle';
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

const read = (name: string) =>
  historyFromJSON(JSON.parse(readFileSync(join(HISTORIES, name), 'utf8')));
const replay = (name: string, bundle: WorkflowBundleOption = workflowBundle()) =>
  Worker.runReplayHistory({ workflowBundle: bundle }, read(name));

describe('the recorded histories', () => {
  it('are there for every ending of every release', () => {
    expect(lacking(recorded, version)).toEqual([]);
    expect(recorded.filter((name) => name.startsWith('0.1.0-'))).toHaveLength(FIRST_RELEASE);
  });

  it('are missed when one is gone, or a release has none', () => {
    const first = recorded.filter((name) => name.startsWith('0.1.0-'));
    const second = first.map((name) => name.replace('0.1.0-', '0.10.0-'));
    const lost = second.filter((name) => name !== '0.10.0-many-signals.json');
    expect(lacking([...second, ...first], '0.10.0')).toEqual([]);
    expect(lacking([...lost, ...first], '0.10.0')).toEqual(['0.10.0: no history of many-signals']);
    expect(lacking([...lost, ...first], '0.9.0')).toEqual(['0.9.0: no ending is recorded']);
    expect(lacking(first, '0.2.0')).toEqual(['0.2.0: no ending is recorded']);
    const gone = first.filter((name) => name !== '0.1.0-expired.json');
    expect(lacking(gone, '0.1.0')).toEqual(['0.1.0: no history of expired']);
    expect(lacking([...first, 'paid.json'], '0.1.0')).toEqual(['paid.json: of which release?']);
  });
});

for (const name of recorded)
  it(`R16: still goes the way of ${name}`, async () => {
    await replay(name);
  });

describe('F25: a changed saga, beside open bookings', () => {
  const sagas = recorded.filter((name) => {
    const [started] = read(name).events ?? [];
    const { workflowType } = started?.workflowExecutionStartedEventAttributes ?? {};
    return workflowType?.name === 'bookingPayment';
  });

  it('that takes another step first fails on every recorded booking', async () => {
    const seen = await withChange(INCOMPATIBLE, replayed);
    expect(seen.fits).toEqual([]);
    expect(seen.violates).toEqual(sagas);
  });

  it('that takes it for new bookings only (patched) goes the way of them all', async () => {
    const seen = await withChange(PATCHED, replayed);
    expect(seen.violates).toEqual([]);
    expect(seen.fits).toEqual(sagas);
  });

  /** Every booking, as a worker of that build would take it up. */
  async function replayed(bundle: WorkflowBundleOption) {
    const seen = { fits: [] as string[], violates: [] as string[] };
    for (const name of sagas) seen[await outcome(name, bundle)].push(name);
    return seen;
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
