import type { OnSpawn } from '../parts/daemon';
import type { Sourcing } from '../parts/source';
import type { LocalDirectory } from './local-directory';
import type { Ports } from './ports';
import type { Secrets } from './secrets';
import type { Supervision } from './supervised';

/** Where a stack is built, and with what: given to everything that brings up a part of it. */
export interface Site extends Sourcing {
  readonly local: LocalDirectory;
  readonly ports: Ports;
  readonly secrets: Secrets;
  readonly temporalSettings: readonly string[];
  readonly onSpawn: OnSpawn;
  readonly supervision: (name: string) => Supervision;
}

export function localUrl(port: number): string {
  return `http://127.0.0.1:${port}`;
}
