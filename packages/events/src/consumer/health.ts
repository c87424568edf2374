import type { Membership } from './membership';
import type { Timing } from './options';
import type { Pulse } from './pulse';

export interface ConsumerHealth {
  readonly healthy: boolean;
  readonly state: 'consuming' | 'rebalancing' | 'away' | 'given up' | 'stopped';
  /** Since the last sign of life of the group's coordinator. */
  readonly heartbeatAgeMs?: number;
  /** Partitions that are ours, by topic. */
  readonly assigned: Readonly<Record<string, readonly number[]>>;
}

interface Signs {
  readonly pulse: Pulse;
  readonly membership: Membership | undefined;
  readonly fatal: Error | undefined;
  readonly timing: Timing;
  readonly stopping: boolean;
}

/** A group's description alone stays green over a dead consumer: the heartbeats are asked first. */
export async function healthOf(signs: Signs): Promise<ConsumerHealth> {
  const { pulse, membership, fatal, timing, stopping } = signs;
  const age = pulse.age();
  const facts = {
    assigned: pulse.assignment(),
    ...(age !== undefined && { heartbeatAgeMs: Math.round(age) }),
  };
  if (fatal) return { healthy: false, state: 'given up', ...facts };
  if (stopping) return { healthy: false, state: 'stopped', ...facts };
  if (age !== undefined && age < timing.sessionTimeoutMs)
    return { healthy: true, state: 'consuming', ...facts };
  const rebalances = await membership?.describeGroup().catch(() => undefined);
  return rebalances?.endsWith('Rebalance')
    ? { healthy: true, state: 'rebalancing', ...facts }
    : { healthy: false, state: 'away', ...facts };
}
