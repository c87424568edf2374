import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { ensureSchedules } from '../../src/temporal/schedules';
import { createDevServer } from '../support/temporal';

describe('the schedules', () => {
  let env: TestWorkflowEnvironment;
  beforeAll(async () => {
    env = await createDevServer();
  });
  afterAll(() => env?.teardown());

  const at = async (scheduleId: string) => {
    const { action, spec, policies, state } = await env.client.schedule
      .getHandle(scheduleId)
      .describe();
    const started = action.type === 'startWorkflow' ? action : undefined;
    return {
      workflow: started?.workflowType,
      queue: started?.taskQueue,
      every: spec.intervals?.map(({ every }) => every),
      ...{ overlap: policies.overlap, paused: state.paused, note: state.note },
    };
  };

  it('are there after a worker’s start, and after a second one', async () => {
    await ensureSchedules(env.client, 'queue-1');
    await ensureSchedules(env.client, 'queue-2');
    expect(await at('event-sweep')).toMatchObject({
      ...{ workflow: 'eventSweep', queue: 'queue-2', every: [30_000], overlap: 'SKIP' },
      paused: false,
    });
    expect(await at('webhook-backfill')).toMatchObject({
      ...{ workflow: 'webhookBackfill', queue: 'queue-2', every: [3_600_000], overlap: 'SKIP' },
      paused: false,
    });
  });

  it('stay paused when an operator has paused them', async () => {
    await ensureSchedules(env.client, 'queue-1');
    await env.client.schedule.getHandle('webhook-backfill').pause('Stripe is being moved');
    await ensureSchedules(env.client, 'queue-3');
    expect(await at('webhook-backfill')).toMatchObject({
      ...{ paused: true, note: 'Stripe is being moved', queue: 'queue-3' },
    });
    expect(await at('event-sweep')).toMatchObject({ paused: false });
  });
});
