import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startStack, type Stack } from '../stack/stack';
import type { Policy } from './stage/stage';

export interface OwnStack {
  readonly stack: Stack;
  readonly policy: Policy;
  /** Where it keeps everything, for as long as it runs. */
  readonly localDir: string;
  /** The logs stay where something went wrong. */
  stop(keepLogs: boolean): Promise<void>;
}

export interface OwnStackOptions {
  /** To pay, and for the owner to confirm. */
  readonly windowSeconds: number;
  /** More variables for the product. */
  readonly env?: NodeJS.ProcessEnv;
  readonly temporalSettings?: readonly string[];
  readonly say: (line: string) => void;
  readonly signal: AbortSignal;
}

const ATTEMPTS = 3;

/** A stack for one demo, in a folder and on ports of its own. */
export async function startOwnStack(options: OwnStackOptions): Promise<OwnStack> {
  const { windowSeconds, env, temporalSettings = [], say, signal } = options;
  const windowMs = windowSeconds * 1_000;
  const localDir = mkdtempSync(join(tmpdir(), 'booking-payment-demo-'));
  const remove = () => rmSync(localDir, { recursive: true, force: true });
  try {
    const stack = await startStack({
      localDir,
      ports: 'free',
      env: {
        ...process.env,
        ...env,
        PAYMENT_WINDOW: `${windowSeconds} seconds`,
        CONFIRM_WINDOW: `${windowSeconds} seconds`,
        PAYMENT_MAX_ATTEMPTS: String(ATTEMPTS),
      },
      temporalSettings,
      onProgress: (part, message) => say(`${part}: ${message}`),
      signal,
    });
    return {
      stack,
      policy: { windowMs, confirmMs: windowMs, attempts: ATTEMPTS },
      localDir,
      async stop(keepLogs) {
        await stack.stop();
        if (keepLogs) say(`the logs are in ${join(localDir, 'logs')}`);
        else remove();
      },
    };
  } catch (error) {
    say(`the logs are in ${join(localDir, 'logs')}`);
    throw error;
  }
}

/** Whether all went well on a stack that is gone afterwards, whatever happened. */
export async function onOwnStack(
  options: OwnStackOptions,
  run: (own: OwnStack) => Promise<boolean>,
): Promise<boolean> {
  const own = await startOwnStack(options);
  let allWell = false;
  try {
    allWell = await run(own);
  } finally {
    await own.stop(!allWell);
  }
  return allWell;
}
