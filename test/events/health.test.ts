import { healthOf } from '../../packages/events/src/consumer/health';
import { TIMING } from '../../packages/events/src/consumer/options';

/** A membership of which only some signs are seen. */
function seen(ageMs: number | undefined, group: string | Error, more: { fatal?: Error } = {}) {
  const pulse = { age: () => ageMs, beats: () => 1, assignment: () => ({}) };
  return healthOf({
    pulse: { ...pulse, joined: () => undefined, beat: () => undefined, lost: () => undefined },
    membership: {
      ended: new Promise(() => undefined),
      leave: () => Promise.resolve(),
      describeGroup: () =>
        typeof group === 'string' ? Promise.resolve(group) : Promise.reject(group),
    },
    ...{ timing: TIMING, stopping: false, fatal: more.fatal },
  });
}

describe('the health of a consumer', () => {
  it.each<[string, Parameters<typeof seen>, boolean, string]>([
    ['a heartbeat within the session', [29_000, 'Stable'], true, 'consuming'],
    ['none, and a rebalance goes on', [31_000, 'PreparingRebalance'], true, 'rebalancing'],
    ['none, and a rebalance ends', [31_000, 'CompletingRebalance'], true, 'rebalancing'],
    ['none, though the group is stable', [31_000, 'Stable'], false, 'away'],
    ['none, and nobody answers', [undefined, new Error('away')], false, 'away'],
    ['given up', [1, 'Stable', { fatal: new Error('gone') }], false, 'given up'],
  ])('%s', async (_, signs, healthy, state) => {
    expect(await seen(...signs)).toMatchObject({ healthy, state });
  });
});
