import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { historyToJSON, type History } from '@temporalio/common/lib/proto-utils';

export const HISTORIES = join(__dirname, 'histories');

/**
 * Keeps a history for replay.test.ts, when RECORD_HISTORIES names a release. One that exists is
 * never replaced: a release's histories must replay for ever.
 */
export function keepHistory(ending: string, history: History): void {
  const release = process.env['RECORD_HISTORIES'];
  if (!release) return;
  const file = join(HISTORIES, `${release}-${ending}.json`);
  if (existsSync(file)) throw new Error(`${file} exists; histories are added, never edited`);
  mkdirSync(HISTORIES, { recursive: true });
  writeFileSync(file, `${JSON.stringify(JSON.parse(historyToJSON(history)), bare, 2)}\n`);
}

/** Replay needs neither: they tell only of the machine that recorded. */
const OF_THE_MACHINE = ['stackTrace', 'identity'];

function bare(name: string, value: unknown): unknown {
  return OF_THE_MACHINE.includes(name) ? '' : value;
}
