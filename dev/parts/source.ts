import { cacheDirectory } from './cache';
import type { Progress } from './progress';

/** What getting a part needs: the user's variables, the cache, and somebody to tell. */
export interface Sourcing {
  readonly env: NodeJS.ProcessEnv;
  readonly cacheRoot: string;
  readonly progress: Progress;
}

/** A program or folder that was found or made, and the words for where it came from. */
export interface Sourced {
  readonly path: string;
  readonly source: string;
}

export function sourcing(
  env: NodeJS.ProcessEnv = process.env,
  progress: Progress = () => undefined,
): Sourcing {
  return { env, cacheRoot: cacheDirectory(env), progress };
}
