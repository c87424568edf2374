import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { OnSpawn } from '../parts/daemon';
import { killGroup, signalProcess } from '../parts/signals';
import { processIdentity } from '../parts/process-identity';

interface ProcessRecord {
  readonly name: string;
  readonly pid: number;
  /** Tells the process from a later one with the same pid. */
  readonly identity: string | undefined;
  readonly stopSignal: NodeJS.Signals;
}

/**
 * Every process that a stack has started, on disk before it does anything: should the stack itself
 * be killed, the next start finds who was left behind.
 */
export function processRecords(directory: string, alsoTell: OnSpawn = () => () => undefined) {
  mkdirSync(directory, { recursive: true });
  let closed = false;

  const onSpawn: OnSpawn = (name, pid, stopSignal) => {
    if (closed) {
      killGroup(pid);
      throw new Error(`${name} is no longer wanted`);
    }
    const record: ProcessRecord = { name, pid, identity: processIdentity(pid), stopSignal };
    const file = join(directory, `${pid}.json`);
    writeFileSync(file, JSON.stringify(record));
    const forget = alsoTell(name, pid, stopSignal);
    return () => {
      rmSync(file, { force: true });
      forget();
    };
  };

  return {
    onSpawn,
    /** From now on nothing new is let live. */
    close: () => void (closed = true),

    /** Stops what is recorded and still runs; answers the names of those. */
    async stopAll(deadlineMs: number): Promise<string[]> {
      const names = readdirSync(directory).filter((name) => name.endsWith('.json'));
      const records = names.map((name) => readRecord(join(directory, name)));
      const left = records.filter((record) => record !== undefined).filter(stillRuns);
      await Promise.all(left.map((record) => stop(record, deadlineMs)));
      for (const name of names) rmSync(join(directory, name), { force: true });
      return left.map(({ name }) => name);
    },
  };
}

export type ProcessRecords = ReturnType<typeof processRecords>;

/** A record cut short by a sudden death names nobody. */
function readRecord(file: string): ProcessRecord | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as ProcessRecord;
  } catch {
    return undefined;
  }
}

function stillRuns({ pid, identity }: ProcessRecord): boolean {
  return identity !== undefined && processIdentity(pid) === identity;
}

async function stop(record: ProcessRecord, deadlineMs: number): Promise<void> {
  const deadline = Date.now() + deadlineMs;
  signalProcess(record.pid, record.stopSignal);
  while (stillRuns(record) && Date.now() < deadline) await sleep(50);
  if (stillRuns(record)) killGroup(record.pid);
}
