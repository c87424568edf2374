import { join } from 'node:path';
import { launch, type Daemon, type OnSpawn } from './daemon';
import { saysReady } from './ready-line';

const ROOT = join(__dirname, '..', '..');

export interface NodeProcess {
  readonly name: string;
  /** From the top of the checkout. */
  readonly file: string;
  /** Another checkout than this one. */
  readonly root?: string;
  readonly env: NodeJS.ProcessEnv;
  readonly logFile: string;
  /** Asked once it has said so. */
  readonly alsoReady?: () => Promise<boolean>;
  readonly onSpawn?: OnSpawn | undefined;
}

/** Runs one of our own TypeScript files until it says that it is ready. */
export function startNodeProcess({
  file,
  root = ROOT,
  env,
  alsoReady = () => Promise.resolve(true),
  ...rest
}: NodeProcess): Promise<Daemon> {
  return launch({
    ...rest,
    command: process.execPath,
    args: ['--enable-source-maps', '--import', 'tsx', file],
    cwd: root,
    env: withoutTestRunner(env),
    ready: async (daemon) => saysReady(daemon) && (await alsoReady()),
    readyWithinMs: 60_000,
  });
}

/** Libraries behave differently when they think they are under test; processes here are real. */
function withoutTestRunner(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const { NODE_ENV, JEST_WORKER_ID: _worker, ...rest } = env;
  return NODE_ENV === undefined || NODE_ENV === 'test' ? rest : { ...rest, NODE_ENV };
}
