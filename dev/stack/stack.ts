import { rmSync, writeFileSync } from 'node:fs';
import { tryLock } from '../parts/lock';
import type { Progress } from '../parts/progress';
import { sourcing } from '../parts/source';
import { bringUpParts, bringUpProduct, neededPorts, type Addresses } from './bring-up';
import { writeDescription, type StackDescription } from './description';
import { localDirectory } from './local-directory';
import { choosePorts, refuseTakenPorts } from './ports';
import { processRecords } from './process-records';
import { productEnvironment } from './product-environment';
import { createRoster, type ProcessName } from './roster';
import { readOrMakeSecrets } from './secrets';
import type { Site } from './site';
import type { Supervised } from './supervised';

export interface StackOptions {
  /** Where everything is kept; a second start on the same folder goes on from there. */
  readonly localDir: string;
  readonly ports: 'fixed' | 'free';
  /** The user's variables: parts of their own, ports, and whatever the product understands. */
  readonly env: NodeJS.ProcessEnv;
  readonly onProgress: Progress;
  /** Without it, only what the product stands on is brought up. */
  readonly product?: boolean;
  /** Whether a process that dies by itself is started again. */
  readonly restart?: boolean;
  /** Gives up a start that is under way. */
  readonly signal?: AbortSignal;
}

export interface Stack {
  /** What `.local/stack.json` says. */
  description(): StackDescription;
  /** A process by its name in there; throws for parts that are not ours. */
  process(name: ProcessName): Supervised;
  stop(): Promise<void>;
}

const ORPHAN_DEADLINE_MS = 10_000;

/** Brings everything up; answers when all of it is ready, or leaves nothing running. */
export async function startStack(options: StackOptions): Promise<Stack> {
  const { env, onProgress, signal, product = true, restart = false } = options;
  const local = localDirectory(options.localDir);
  const lock = tryLock(local.lock);
  if (lock.release === undefined)
    throw new Error(
      `process ${lock.heldBy} runs a stack in ${local.root}; LOCAL_DIR moves this one`,
    );
  const records = processRecords(local.processes);
  const roster = createRoster();
  let addresses: Addresses | undefined;
  let ready = false;

  const describe = (): StackDescription => {
    if (addresses === undefined) throw new Error('the stack is not up');
    return { ...addresses, processes: roster.pids() };
  };
  const takeDown = async () => {
    ready = false;
    rmSync(local.description, { force: true });
    await roster.stopAll();
    records.close();
    await records.stopAll(ORPHAN_DEADLINE_MS);
    lock.release();
  };

  try {
    rmSync(local.description, { force: true });
    const orphans = await records.stopAll(ORPHAN_DEADLINE_MS);
    if (orphans.length > 0)
      onProgress('stack', `stopped what an earlier one left running: ${orphans.join(', ')}`);
    const ports = await choosePorts(options.ports, env);
    await refuseTakenPorts(ports, neededPorts(env, product));
    const site: Site = {
      ...sourcing(env, onProgress),
      ...{ local, ports, onSpawn: records.onSpawn },
      secrets: readOrMakeSecrets(local.secrets),
      supervision: (name) => ({
        restart,
        say: (message) => onProgress(name, message),
        onChange: () => ready && writeDescription(local.description, describe()),
        enlist: roster.enlist,
      }),
    };
    addresses = await unlessAborted(bringUpParts(site), signal);
    writeFileSync(local.productEnvironment, asFile(productEnvironment(env, addresses)), PRIVATE);
    if (product) await unlessAborted(bringUpProduct(site, addresses), signal);
    ready = true;
    writeDescription(local.description, describe());
  } catch (error) {
    await takeDown();
    throw error;
  }
  return { description: describe, process: roster.get, stop: takeDown };
}

const PRIVATE = { mode: 0o600 };

/** For `node --env-file`. */
function asFile(environment: Record<string, string>): string {
  return Object.entries(environment)
    .map(([name, value]) => `${name}=${value}\n`)
    .join('');
}

function unlessAborted<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  return new Promise((resolve, reject) => {
    const give = () => reject(new Error('given up before it was ready'));
    if (signal?.aborted) give();
    signal?.addEventListener('abort', give, { once: true });
    work.then(resolve, reject);
  });
}
