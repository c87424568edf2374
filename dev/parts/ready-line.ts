import type { Daemon } from './daemon';

/** What our own processes print when they are up: one line of JSON with `"msg":"ready"`. */
export function saysReady(daemon: Pick<Daemon, 'output'>): boolean {
  return daemon
    .output()
    .split('\n')
    .some((line) => line.includes('"msg":"ready"'));
}
