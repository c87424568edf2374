import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** What a stack keeps between starts, and where. */
export function localDirectory(directory: string) {
  const at = (...names: string[]) => resolve(directory, join(...names));
  mkdirSync(at('logs'), { recursive: true });
  return {
    root: at('.'),
    lock: at('stack.lock'),
    description: at('stack.json'),
    productEnvironment: at('product.env'),
    secrets: at('secrets.json'),
    processes: at('processes'),
    postgres: at('postgres'),
    kafka: at('kafka'),
    temporalDatabase: at('temporal', 'dev.db'),
    stripeLedger: at('stripe-ledger.jsonl'),
    bookingOwner: at('booking-owner.jsonl'),
    log: (name: string) => at('logs', `${name}.log`),
  };
}

export type LocalDirectory = ReturnType<typeof localDirectory>;
