import { join } from 'node:path';
import { HELP, readArguments } from './mutants/arguments';
import { CASES } from './mutants/cases';
import { hunt } from './mutants/hunt';
import { MUTANTS } from './mutants/list';
import type { Mutant } from './mutants/mutant';
import { report } from './mutants/report';

const ROOT = join(__dirname, '..');
const LIMIT_MS = 60 * 60_000;

const say = (text: string) => void process.stdout.write(`${text}\n`);

main(process.argv.slice(2)).then(
  (allKilled) => process.exit(allKilled ? 0 : 1),
  (error: unknown) => {
    process.stderr.write(`\n${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  },
);

async function main(given: readonly string[]): Promise<boolean> {
  const { help, list, jobs, only } = readArguments(given);
  if (help) return (say(HELP), true);
  const mutants = chosen(only);
  if (list) return (say(mutants.map(line).join('\n')), true);

  // What was started ends with us, and the copies are removed.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => process.exit(130));
  setTimeout(() => stop('it took too long'), LIMIT_MS).unref();
  const findings = await hunt({ root: ROOT, mutants, jobs, say });
  say(`\n${report(findings)}`);
  const without = (only.length > 0 ? only : CASES).filter((number) => !MUTANTS.some(of(number)));
  if (without.length > 0) say(`Without a mutant: ${without.join(', ')}`);
  return without.length === 0 && findings.every(({ verdict }) => verdict.outcome === 'killed');
}

function chosen(only: readonly string[]): readonly Mutant[] {
  const unknown = only.filter((number) => !MUTANTS.some(of(number)));
  if (unknown.length > 0) throw new Error(`no mutant for ${unknown.join(', ')}`);
  return only.length === 0 ? MUTANTS : MUTANTS.filter((mutant) => only.includes(mutant.case));
}

function of(number: string) {
  return (mutant: Mutant): boolean => mutant.case === number;
}

function line({ case: number, file, about }: Mutant): string {
  return `${number.padEnd(4)} ${file.padEnd(40)} ${about}`;
}

function stop(why: string): never {
  process.stderr.write(`\n${why}\n`);
  process.exit(1);
}
