import { renameSync, rmSync, writeFileSync } from 'node:fs';
import type { Addresses, StackDescription } from './description';
import type { Roster } from './roster';

/** Keeps `.local/stack.json` true while the stack is up, and away while it is not. */
export function descriptionFile(file: string, roster: Roster) {
  let published: Addresses | undefined;

  const describe = (): StackDescription => {
    if (published === undefined) throw new Error('the stack is not up');
    return { ...published, processes: roster.pids() };
  };

  /** Whole or not at all: readers may look at any time. */
  const refresh = () => {
    if (published === undefined) return;
    const draft = `${file}.${process.pid}`;
    writeFileSync(draft, `${JSON.stringify(describe(), null, 2)}\n`, { mode: 0o600 });
    renameSync(draft, file);
  };

  return {
    describe,
    refresh,
    publish(addresses: Addresses) {
      published = addresses;
      refresh();
    },
    withdraw() {
      published = undefined;
      rmSync(file, { force: true });
    },
  };
}
