import { setTimeout as sleep } from 'node:timers/promises';
import { lastLines, type Daemon } from '../parts/daemon';

export interface Supervision {
  /** Whether one that dies by itself is started again. */
  readonly restart: boolean;
  readonly say: (message: string) => void;
  /** Told whenever the process is another one than before. */
  readonly onChange: () => void;
  /** Told of the process once it is up, so that it is stopped whatever happens next. */
  readonly enlist: (process: Supervised) => void;
}

/** A process with a name that outlives its pids. */
export interface Supervised {
  readonly name: string;
  pid(): number | undefined;
  /** Ends it and leaves it down: `start` or `restart` brings it back. */
  kill(signal: NodeJS.Signals): Promise<void>;
  stop(deadlineMs?: number): Promise<void>;
  start(): Promise<void>;
  restart(): Promise<void>;
}

const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 30_000;
const STEADY_MS = 60_000;

/** Brings a process up, enlists it, and watches over it. */
export async function supervised(
  name: string,
  launch: () => Promise<Daemon>,
  { restart, say, onChange, enlist }: Supervision,
): Promise<void> {
  let wanted = true;
  let daemon = await launch();
  void watch(daemon, FIRST_PAUSE_MS);

  async function watch(watched: Daemon, pauseMs: number): Promise<void> {
    const startedAt = Date.now();
    const how = await watched.exited;
    if (!wanted) return;
    onChange();
    say(`${name} died (${how}). Its last lines:\n${lastLines(watched)}`);
    if (restart) await revive(Date.now() - startedAt > STEADY_MS ? FIRST_PAUSE_MS : pauseMs);
  }

  /** Again and again, ever more patiently, until it lives or nobody wants it any more. */
  async function revive(pauseMs: number): Promise<void> {
    await sleep(pauseMs);
    if (!wanted || daemon.alive()) return;
    const nextPauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS);
    try {
      const revived = await launch();
      if (!wanted) return await revived.stop();
      daemon = revived;
      onChange();
      say(`${name} is up again`);
      void watch(revived, nextPauseMs);
    } catch (error) {
      if (!wanted) return;
      say(`${name} does not start: ${String(error)}`);
      await revive(nextPauseMs);
    }
  }

  const handle: Supervised = {
    name,
    pid: () => (daemon.alive() ? daemon.pid : undefined),
    async kill(signal) {
      wanted = false;
      daemon.kill(signal);
      await daemon.exited;
      onChange();
    },
    async stop(deadlineMs) {
      wanted = false;
      await daemon.stop(deadlineMs);
      onChange();
    },
    async start() {
      if (daemon.alive()) return;
      wanted = true;
      daemon = await launch();
      onChange();
      void watch(daemon, FIRST_PAUSE_MS);
    },
    async restart() {
      await handle.stop();
      await handle.start();
    },
  };
  enlist(handle);
}
