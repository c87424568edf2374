import type { Attempts } from './attempts';
import { createLane, type Lane, type LaneLimits } from './lane';

/** The partitions of one membership in the group. */
export interface Lanes {
  of(topic: string, partition: number): Lane;
  all(): readonly Lane[];
  /** Nothing new is begun: the membership ends, or the consumer stops. */
  close(): void;
  isOpen(): boolean;
  /** A new membership: Kafka hands everything out again that is not committed. */
  renew(): void;
  /** Waits for the attempts that run. */
  idle(): Promise<void>;
}

export function createLanes(attempt: Attempts, limits: LaneLimits): Lanes {
  const tails = new Map<string, Promise<void>>();
  let lanes = new Map<string, Lane>();
  let open = true;

  const all = () => [...lanes.values()];

  function close(): void {
    open = false;
    for (const lane of all()) lane.close();
  }

  return {
    all,
    close,
    isOpen: () => open,
    of(topic, partition) {
      const name = `${topic}/${partition}`;
      const known = lanes.get(name);
      if (known) return known;
      const lane = createLane({ topic, partition, attempt, limits, tails });
      if (!open) lane.close();
      lanes.set(name, lane);
      return lane;
    },
    renew() {
      close();
      lanes = new Map();
      open = true;
    },
    async idle() {
      await Promise.all(all().map((lane) => lane.idle()));
    },
  };
}
