export interface Arguments {
  readonly help: boolean;
  readonly list: boolean;
  readonly jobs: number;
  /** Cases; empty: all. */
  readonly only: readonly string[];
}

const MOST_JOBS = 16;

export function readArguments(given: readonly string[]): Arguments {
  let wanted = { help: false, list: false, jobs: 2, only: [] as string[] };
  for (const [name, value = ''] of given.map((text) => text.split('=')))
    if (name === '--only') wanted = { ...wanted, only: value.toUpperCase().split(',') };
    else if (name === '--jobs') wanted = { ...wanted, jobs: Number(value) };
    else if (name === '--list') wanted = { ...wanted, list: true };
    else if (name === '--help') wanted = { ...wanted, help: true };
    else throw new Error(`unknown: ${name}\n\n${HELP}`);
  const { jobs } = wanted;
  if (!Number.isInteger(jobs) || jobs < 1 || jobs > MOST_JOBS)
    throw new Error(`--jobs is a number from 1 to ${MOST_JOBS}`);
  return wanted;
}

export const HELP = `npm run mutants [-- --only=H1,C7 --jobs=n --list]

Proves the tests. Each mutant breaks, in a copy of the checkout, the code that one case guards; a
test whose title begins with the case's number must fail then. Exits with 1 if a mutant survives,
does not apply or does not compile, and if a case has no test or its tests are not green.

  --only=H1,C7   the mutants of these cases
  --jobs=n       copies that work at once (2)
  --list         names the mutants
  --help         this text
`;
