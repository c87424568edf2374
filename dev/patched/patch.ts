import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A few words of one file replaced by others. */
export interface Edit {
  readonly file: string;
  /** Must be there exactly once. */
  readonly from: string;
  readonly to: string;
}

export interface Patch extends Edit {
  /** What is wrong then, in one sentence. */
  readonly about: string;
}

/** Writes the edit into a copy of the checkout; answers how to take it out again. */
export function apply(directory: string, edit: Edit): () => void {
  const path = join(directory, edit.file);
  const before = readFileSync(path, 'utf8');
  writeFileSync(path, patched(before, edit));
  return () => writeFileSync(path, before);
}

export function patched(text: string, { file, from, to }: Edit): string {
  const parts = text.split(from);
  if (parts.length !== 2)
    throw new Error(`${file} has this ${parts.length - 1} times, not once: ${from}`);
  return parts.join(to);
}
