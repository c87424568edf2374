import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { killGroup } from './signals';

/** A process to start, and how to tell that it is ready. */
export interface Launch {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
  readonly cwd?: string;
  readonly logFile: string;
  readonly stopSignal?: NodeJS.Signals;
  /** Asked again and again until it says yes; what it throws counts as a no. */
  readonly ready: (daemon: Daemon) => Promise<boolean> | boolean;
  readonly readyWithinMs: number;
  /** Told the pid before anything else happens, so that nobody is ever forgotten. */
  readonly onSpawn?: OnSpawn | undefined;
}

/** Answers what is to be done when the process has ended. */
export type OnSpawn = (name: string, pid: number, stopSignal: NodeJS.Signals) => () => void;

/** A process that runs until it is stopped. */
export interface Daemon {
  readonly name: string;
  readonly pid: number;
  readonly exited: Promise<string>;
  alive(): boolean;
  output(): string;
  kill(signal: NodeJS.Signals): void;
  stop(deadlineMs?: number): Promise<void>;
}

const STOP_DEADLINE_MS = 10_000;
const POLL_MS = 50;
const LINE_LENGTH = 300;

/**
 * Starts a process and waits until it is ready. Its output goes straight to the file, not through
 * us, so that it can outlive us; its own process group keeps the terminal's Ctrl-C from it.
 */
export async function launch(options: Launch): Promise<Daemon> {
  const daemon = await spawned(options);
  const deadline = Date.now() + options.readyWithinMs;
  while (!(await isReady(options, daemon))) {
    if (!daemon.alive())
      throw new Error(
        `${daemon.name} ended at once (${await daemon.exited})\n${lastLines(daemon)}`,
      );
    if (Date.now() > deadline) {
      await daemon.stop();
      const seconds = options.readyWithinMs / 1_000;
      throw new Error(`${daemon.name} was not ready within ${seconds} s${ofLog(options, daemon)}`);
    }
    await sleep(POLL_MS);
  }
  return daemon;
}

export function lastLines(daemon: Pick<Daemon, 'output'>, count = 15): string {
  const lines = daemon.output().trimEnd().split('\n').slice(-count);
  return lines.map((line) => `    ${line.slice(0, LINE_LENGTH)}`).join('\n');
}

function ofLog({ logFile }: Launch, daemon: Daemon): string {
  return `; the end of ${logFile}:\n${lastLines(daemon)}`;
}

async function isReady(options: Launch, daemon: Daemon): Promise<boolean> {
  try {
    return daemon.alive() && (await options.ready(daemon));
  } catch {
    return false;
  }
}

async function spawned(options: Launch): Promise<Daemon> {
  mkdirSync(dirname(options.logFile), { recursive: true });
  const log = openSync(options.logFile, 'a');
  const logStart = statSync(options.logFile).size;
  const child = spawn(options.command, options.args, {
    cwd: options.cwd,
    env: options.env ?? process.env,
    stdio: ['ignore', log, log],
    detached: true,
  });
  closeSync(log);
  const pid = await pidOf(child);
  const stopSignal = options.stopSignal ?? 'SIGTERM';
  const forget = options.onSpawn?.(options.name, pid, stopSignal);
  const exited = new Promise<string>((resolve) => {
    child.once('exit', (code, signal) => {
      forget?.();
      resolve(signal ?? `exit code ${code}`);
    });
  });
  const alive = () => child.exitCode === null && child.signalCode === null;
  const kill = (signal: NodeJS.Signals) => void child.kill(signal);
  return {
    name: options.name,
    pid,
    exited,
    alive,
    kill,
    output: () => readFileSync(options.logFile).subarray(logStart).toString(),
    async stop(deadlineMs = STOP_DEADLINE_MS) {
      kill(stopSignal);
      const timer = setTimeout(() => killGroup(pid), deadlineMs);
      await exited;
      clearTimeout(timer);
    },
  };
}

function pidOf(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('spawn', () => resolve(child.pid ?? 0));
  });
}
