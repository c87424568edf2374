import type { Supervised } from './supervised';

/** Who is stopped when: nobody loses what it still needs to end its work. */
const STOPPED_TOGETHER = [
  ['api', 'consumer'],
  ['worker'],
  ['stripe', 'bookingOwner'],
  ['kafka', 'temporal', 'postgres'],
] as const;

export type ProcessName = (typeof STOPPED_TOGETHER)[number][number];

const STAGE_DEADLINE_MS = 10_000;

/** The processes of a stack by name. */
export function createRoster() {
  const processes = new Map<string, Supervised>();
  let closed = false;
  return {
    enlist(process: Supervised): void {
      processes.set(process.name, process);
      if (closed) void process.stop(STAGE_DEADLINE_MS); // it came up while all was being stopped
    },

    get(name: ProcessName): Supervised {
      const process = processes.get(name);
      if (process === undefined) throw new Error(`${name} is no process of this stack`);
      return process;
    },

    pids(): Record<string, number> {
      const pids = [...processes.values()].map(({ name, pid }) => [name, pid()] as const);
      return Object.fromEntries(pids.filter((pair): pair is [string, number] => !!pair[1]));
    },

    async stopAll(): Promise<void> {
      closed = true;
      for (const names of STOPPED_TOGETHER) {
        const together = names.map((name) => processes.get(name)).filter((found) => !!found);
        await Promise.all(together.map((process) => process.stop(STAGE_DEADLINE_MS)));
      }
    },
  };
}

export type Roster = ReturnType<typeof createRoster>;
