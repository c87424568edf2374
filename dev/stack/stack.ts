import { tryLock } from '../parts/lock';
import { endWithUs } from '../parts/orphan-guard';
import type { Progress } from '../parts/progress';
import { sourcing } from '../parts/source';
import { bringUpParts, bringUpProduct, neededPorts } from './bring-up';
import type { Addresses, StackDescription } from './description';
import { descriptionFile } from './description-file';
import { localDirectory, type LocalDirectory } from './local-directory';
import { choosePorts, refuseTakenPorts } from './ports';
import { processRecords, type ProcessRecords } from './process-records';
import { productEnvironment, writeEnvironmentFile } from './product-environment';
import { createRoster, type ProcessName, type Roster } from './roster';
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
  /** Of Temporal's server, as `name=value`. */
  readonly temporalSettings?: readonly string[];
  /** Without it, only what the product stands on is brought up. */
  readonly product?: boolean;
  /** Whether a process that dies by itself is started again. */
  readonly restart?: boolean;
  /** For stacks that nobody starts again: should we be killed, everything is killed with us. */
  readonly endWithUs?: boolean;
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
  const local = localDirectory(options.localDir);
  const lock = tryLock(local.lock);
  if (lock.release === undefined)
    throw new Error(
      `process ${lock.heldBy} runs a stack in ${local.root}; LOCAL_DIR moves this one`,
    );
  const records = processRecords(local.processes, options.endWithUs ? endWithUs : undefined);
  const roster = createRoster();
  const file = descriptionFile(local.description, roster);
  const stop = async () => {
    file.withdraw();
    await roster.stopAll();
    records.close();
    await records.stopAll(ORPHAN_DEADLINE_MS);
    lock.release();
  };
  try {
    file.withdraw();
    const site = await prepare(options, local, records, roster, file.refresh);
    file.publish(await bringUp(site, options));
  } catch (error) {
    await stop();
    throw error;
  }
  return { description: file.describe, process: roster.get, stop };
}

/** Clears what an earlier stack left behind and makes sure of the ports. */
async function prepare(
  options: StackOptions,
  local: LocalDirectory,
  records: ProcessRecords,
  roster: Roster,
  onChange: () => void,
): Promise<Site> {
  const { env, ports: mode, onProgress, temporalSettings = [] } = options;
  const { product = true, restart = false } = options;
  const orphans = await records.stopAll(ORPHAN_DEADLINE_MS);
  if (orphans.length > 0)
    onProgress('stack', `stopped what an earlier one left running: ${orphans.join(', ')}`);
  const ports = await choosePorts(mode, env);
  await refuseTakenPorts(ports, neededPorts(env, product));
  return {
    ...sourcing(env, onProgress),
    ...{ local, ports, onSpawn: records.onSpawn, secrets: readOrMakeSecrets(local.secrets) },
    temporalSettings,
    supervision: (name) => ({
      ...{ restart, onChange, enlist: roster.enlist },
      say: (message) => onProgress(name, message),
    }),
  };
}

async function bringUp(
  site: Site,
  { env, signal, product = true }: StackOptions,
): Promise<Addresses> {
  const addresses = await unlessAborted(bringUpParts(site), signal);
  const environment = productEnvironment(env, addresses);
  writeEnvironmentFile(site.local.productEnvironment, environment);
  if (product) await unlessAborted(bringUpProduct(site, environment), signal);
  return addresses;
}

function unlessAborted<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  return new Promise((resolve, reject) => {
    const giveUp = () => reject(new Error('given up before it was ready'));
    if (signal?.aborted) giveUp();
    signal?.addEventListener('abort', giveUp, { once: true });
    work.then(resolve, reject);
  });
}
