import type { Attempts } from './attempts';
import type { RawRecord } from './raw-record';

export interface LaneLimits {
  readonly records: number;
  readonly bytes: number;
}

/** One partition while it is ours: chains per key, and what may be committed. */
export interface Lane {
  readonly topic: string;
  readonly partition: number;
  /** Admitted and not done. */
  pending(): number;
  full(): boolean;
  /** `next`: the offset to go on from when this record is done. */
  admit(record: RawRecord, next: bigint): void;
  /** Everything below it is done. */
  watermark(): bigint | undefined;
  /** False: within that time nothing got done. */
  progress(withinMs: number): Promise<boolean>;
  /** Some handler runs, for the first time and not for long: it may well be done soon. */
  promising(): boolean;
  /** Calls back once, when half of the room is free again. */
  onRoom(tell: () => void): void;
  /** Starts nothing any more, and tells handlers so. */
  close(): void;
  isOpen(): boolean;
  /** Waits for the attempts that run. */
  idle(): Promise<void>;
}

interface LaneOptions {
  readonly topic: string;
  readonly partition: number;
  readonly attempt: Attempts;
  readonly limits: LaneLimits;
  /**
   * The last work of each key, of all lanes: a record that comes again after a rebalance waits for
   * its own attempt that still runs.
   */
  readonly tails: Map<string, Promise<void>>;
}

const SLOW_MS = 2_000;

interface Entry {
  readonly next: bigint;
  done: boolean;
}

export function createLane({ topic, partition, attempt, limits, tails }: LaneOptions): Lane {
  const entries: Entry[] = [];
  const running = new Set<Promise<boolean>>();
  const fresh = new Map<Entry, number>();
  const closing = new AbortController();
  const waiting = new Set<() => void>();
  let pending = { records: 0, bytes: 0 };
  let watermark: bigint | undefined;
  let room: (() => void) | undefined;

  function changed(): void {
    for (const tell of waiting) tell();
    waiting.clear();
  }

  async function run(record: RawRecord, entry: Entry): Promise<void> {
    if (closing.signal.aborted) return;
    const working = attempt(record, closing.signal, (runs) =>
      runs ? fresh.set(entry, performance.now()) : fresh.delete(entry),
    );
    running.add(working);
    entry.done = await working;
    running.delete(working);
    if (entry.done) advance(record);
    changed();
  }

  function advance(record: RawRecord): void {
    pending = { records: pending.records - 1, bytes: pending.bytes - bytesOf(record) };
    while (entries[0]?.done) watermark = entries.shift()!.next;
    if (pending.records <= limits.records / 2 && pending.bytes <= limits.bytes / 2) tellRoom();
  }

  function tellRoom(): void {
    room?.();
    room = undefined;
  }

  return {
    topic,
    partition,
    pending: () => pending.records,
    full: () => pending.records >= limits.records || pending.bytes >= limits.bytes,
    watermark: () => watermark,
    isOpen: () => !closing.signal.aborted,
    promising: () => [...fresh.values()].some((since) => performance.now() - since < SLOW_MS),
    onRoom: (tell) => (room = tell),

    admit(record, next) {
      const entry: Entry = { next, done: false };
      entries.push(entry);
      pending = { records: pending.records + 1, bytes: pending.bytes + bytesOf(record) };
      const chain = chainOf(record);
      const tail = (tails.get(chain) ?? Promise.resolve()).then(() => run(record, entry));
      tails.set(chain, tail);
      void tail.then(() => tails.get(chain) === tail && tails.delete(chain));
    },

    progress: (withinMs) =>
      new Promise((resolve) => {
        const tell = () => (clearTimeout(timer), resolve(true));
        const timer = setTimeout(() => (waiting.delete(tell), resolve(false)), withinMs);
        waiting.add(tell);
      }),

    close() {
      closing.abort();
      tellRoom(); // else the partition would stay paused in the next membership
      changed();
    },

    async idle() {
      while (running.size > 0) await Promise.all(running);
    },
  };
}

/** Without a key there is no order to keep. */
function chainOf({ topic, partition, key, offset }: RawRecord): string {
  return `${topic}/${partition}/${key === null ? `#${offset}` : `=${key.toString('latin1')}`}`;
}

function bytesOf({ key, value }: RawRecord): number {
  return (key?.length ?? 0) + (value?.length ?? 0);
}
