import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A few words of one file replaced by others. */
export interface Patch {
  /** What is wrong then, in one sentence. */
  readonly about: string;
  readonly file: string;
  /** Must be there exactly once. */
  readonly from: string;
  readonly to: string;
}

/** Writes the patch into a copy of the checkout; answers how to take it out again. */
export function apply(directory: string, patch: Patch): () => void {
  const path = join(directory, patch.file);
  const before = readFileSync(path, 'utf8');
  writeFileSync(path, patched(before, patch));
  return () => writeFileSync(path, before);
}

export function patched(text: string, { file, from, to }: Patch): string {
  const parts = text.split(from);
  if (parts.length !== 2)
    throw new Error(`${file} has this ${parts.length - 1} times, not once: ${from}`);
  return parts.join(to);
}
