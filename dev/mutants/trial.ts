import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from '@swc/core';
import { apply } from '../patched/patch';
import { runTests } from './jest-run';
import type { Mutant } from './mutant';
import { suitesOf } from './suites';
import { verdictOn, type Verdict } from './verdict';

/** Puts a mutant into a copy of the checkout, asks the tests, and takes it out again. */
export async function trial(
  directory: string,
  mutant: Mutant,
  files: readonly string[],
): Promise<Verdict> {
  let restore: (() => void) | undefined;
  try {
    restore = apply(directory, mutant);
    await mustCompile(join(directory, mutant.file));
    return await asked(directory, mutant, files);
  } catch (error) {
    return { outcome: 'error', why: error instanceof Error ? error.message : String(error) };
  } finally {
    restore?.();
  }
}

/** The first test that dies decides; else what stands in the way of a verdict; else it survives. */
async function asked(
  directory: string,
  { case: number }: Mutant,
  files: readonly string[],
): Promise<Verdict> {
  const verdicts: Verdict[] = [];
  for (const suite of suitesOf(files)) {
    const verdict = verdictOn(number, await runTests(directory, { ...suite, cases: [number] }));
    if (verdict.outcome === 'killed') return verdict;
    verdicts.push(verdict);
  }
  const error = verdicts.find(({ outcome }) => outcome === 'error');
  return error ?? verdicts[0] ?? { outcome: 'error', why: `there is no test of ${number}` };
}

async function mustCompile(path: string): Promise<void> {
  if (!path.endsWith('.ts')) return;
  await parse(readFileSync(path, 'utf8'), { syntax: 'typescript', target: 'es2022' });
}
