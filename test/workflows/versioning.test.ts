import type { WorkflowHandle } from '@temporalio/client';
import { temporal } from '@temporalio/proto';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { DefaultLogger, Runtime, Worker, type WorkerOptions } from '@temporalio/worker';
import { PATCHED } from '../../dev/deploy/changes';
import { command } from '../../dev/parts/command';
import type { Logger } from '../../src/logger';
import { reportCurrentBuild } from '../../src/temporal/deployments';
import { versioning } from '../../src/worker-runtime';
import { paymentUpdated } from '../../src/workflows/messages';
import { eventually } from '../support/eventually';
import { createDevServer } from '../support/temporal';
import { workflowBundle } from '../support/workflow-bundle';
import { countOf, eventsOf } from './billed';
import { withChange } from './changed-bundle';
import { createWorld, type World } from './world';

Runtime.install({ logger: new DefaultLogger('ERROR') });

const { VersioningBehavior } = temporal.api.enums.v1;
const FIRST = { deploymentName: 'booking-payments', buildId: 'build-1' };

let env: TestWorkflowEnvironment;
beforeAll(async () => void (env = await createDevServer()));
afterAll(() => env?.teardown());

async function working<T>(
  world: World,
  taskQueue: string,
  work: () => Promise<T>,
  options: Partial<WorkerOptions> = {},
): Promise<T> {
  const worker = await Worker.create({
    connection: env.nativeConnection,
    taskQueue,
    workflowBundle: workflowBundle(),
    activities: world.activities,
    shutdownForceTime: '1s',
    ...options,
  });
  return worker.runUntil(work);
}

/** A build is known once its worker has asked for work. */
const makeCurrent = ({ deploymentName, buildId }: typeof FIRST) =>
  eventually('the build is known', async () => {
    const request = {
      namespace: 'default',
      deploymentName,
      buildId,
      ignoreMissingTaskQueues: true,
    };
    await env.client.workflowService.setWorkerDeploymentCurrentVersion(request);
    return true;
  });

async function begun(world: World, taskQueue: string): Promise<WorkflowHandle> {
  const handle = await env.client.workflow.start('bookingPayment', {
    workflowId: `booking-${world.request.bookingId}`,
    taskQueue,
    args: [world.request],
  });
  await eventually('the payment window is open', async () => {
    return countOf(await handle.fetchHistory(), 'EVENT_TYPE_TIMER_STARTED') === 1;
  });
  return handle;
}

async function paid(world: World, handle: WorkflowHandle): Promise<void> {
  world.stripe.pay();
  await handle.signal(paymentUpdated, { stripeEventId: 'evt_1', objectId: 'pi_3Qa' });
  expect(await handle.result()).toEqual({ status: 'CONFIRMED' });
}

/** As operators call it. */
const temporalCli = (...args: readonly string[]) =>
  command(process.env['TEMPORAL_CLI_PATH'] ?? 'temporal', [
    ...args,
    ...['--address', env.address, '--namespace', 'default'],
  ]);

/** The behaviour under which each task was done, in words; and that none failed. */
async function behaviours(handle: WorkflowHandle): Promise<string[]> {
  const history = await handle.fetchHistory();
  expect(countOf(history, 'EVENT_TYPE_WORKFLOW_TASK_FAILED')).toBe(0);
  return eventsOf(history)
    .flatMap(({ workflowTaskCompletedEventAttributes: done }) => done ?? [])
    .map(({ versioningBehavior }) =>
      String(VersioningBehavior[versioningBehavior ?? 0]).replace('VERSIONING_BEHAVIOR_', ''),
    );
}

it('pins bookings to their build, also when nothing of them is cached; sweeps are not', async () => {
  const world = createWorld('bk-pinned');
  const options = { ...versioning(FIRST), maxCachedWorkflows: 0 };
  await working(
    world,
    'pinning',
    async () => {
      await makeCurrent(FIRST);
      const booking = await begun(world, 'pinning');
      await paid(world, booking);
      expect(new Set(await behaviours(booking))).toEqual(new Set(['PINNED']));
      const sweep = await env.client.workflow.start('eventSweep', {
        workflowId: 'event-sweep',
        taskQueue: 'pinning',
      });
      await sweep.result();
      expect(new Set(await behaviours(sweep))).toEqual(new Set(['AUTO_UPGRADE']));
    },
    options,
  );
});

it('asks for no behaviour while versioning is off: a server refuses one', async () => {
  expect(versioning(undefined)).toEqual({});
  const world = createWorld('bk-unversioned');
  await working(world, 'unversioned', async () => {
    const booking = await begun(world, 'unversioned');
    await paid(world, booking);
    expect(new Set(await behaviours(booking))).toEqual(new Set(['UNSPECIFIED']));
  });
});

it('takes up, when it is switched on, the bookings that are open', async () => {
  const world = createWorld('bk-switched-on');
  const version = { deploymentName: 'switched-on', buildId: 'build-1' };
  const booking = await working(world, 'switched-on', () => begun(world, 'switched-on'));
  await working(
    world,
    'switched-on',
    async () => {
      await makeCurrent(version);
      await paid(world, booking);
    },
    versioning(version),
  );
  // They go on with whatever build is current: docs/deploys.md says to let them end first.
  expect((await behaviours(booking)).at(-1)).toBe('AUTO_UPGRADE');
});

it('F25: moves a booking that waits long to a build whose change is patched', async () => {
  const world = createWorld('bk-moved');
  const [first, second] = ['build-1', 'build-2'].map((buildId) => ({
    deploymentName: 'moving',
    buildId,
  })) as [typeof FIRST, typeof FIRST];
  const booking = await working(
    world,
    'moving',
    async () => {
      await makeCurrent(first);
      return begun(world, 'moving');
    },
    versioning(first),
  );
  await withChange(PATCHED, (workflowBundle) =>
    working(
      world,
      'moving',
      async () => {
        await makeCurrent(second);
        await eventually('it is listed with those that keep the first build in use', async () => {
          const open = 'TemporalWorkerDeploymentVersion = "moving:build-1"';
          const query = `${open} AND ExecutionStatus = "Running"`;
          return (await temporalCli('workflow', 'list', '--query', query)).includes('bk-moved');
        });
        await temporalCli(
          ...['workflow', 'update-options', '--workflow-id', booking.workflowId],
          ...['--versioning-override-behavior', 'auto_upgrade'],
        );
        await paid(world, booking);
      },
      { ...versioning(second), workflowBundle },
    ),
  );
  expect(await behaviours(booking)).toContain('PINNED');
  const { events } = await booking.fetchHistory();
  const last = events?.findLast((event) => event.workflowTaskCompletedEventAttributes);
  const { deploymentVersion } = last?.workflowTaskCompletedEventAttributes ?? {};
  expect(deploymentVersion?.buildId).toBe('build-2');
});

it('says in the log which build is current, and how to change that', async () => {
  const version = { deploymentName: 'told', buildId: 'build-7' };
  const log: [string, Record<string, unknown>, string][] = [];
  const note = (level: string) => (about: Record<string, unknown>, text: string) =>
    void log.push([level, about, text]);
  const logger = { info: note('info'), warn: note('warn') } as unknown as Logger;
  const run =
    'temporal worker deployment set-current-version --deployment-name told --build-id build-7';

  await reportCurrentBuild(env.client, version, logger);
  expect(log.pop()).toEqual([
    'warn',
    { ...version, current: null, run },
    'no build is current: what is started waits until one is',
  ]);

  const older = { ...version, buildId: 'build-6' };
  await working(createWorld('bk-told'), 'told', () => makeCurrent(older), versioning(older));
  await reportCurrentBuild(env.client, version, logger);
  expect(log.pop()?.slice(0, 2)).toEqual(['info', { ...version, current: 'build-6', run }]);
  await reportCurrentBuild(env.client, older, logger);
  expect(log.pop()?.at(-1)).toBe('this build is current');
});
