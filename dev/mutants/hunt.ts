import { createCrew, type Crew } from './crew';
import { runTests, type Run } from './jest-run';
import type { Mutant } from './mutant';
import { namedTests } from './named-tests';
import { filesFor, inParts, suitesOf } from './suites';
import { trial } from './trial';
import { redWithout, type Verdict } from './verdict';

export interface Finding {
  readonly mutant: Mutant;
  readonly verdict: Verdict;
  readonly tookMs: number;
}

interface Hunt {
  readonly root: string;
  readonly mutants: readonly Mutant[];
  readonly jobs: number;
  readonly say: (text: string) => void;
}

type Tests = ReadonlyMap<string, readonly string[]>;

/** Shows of each mutant which test finds it. The tree itself is never changed. */
export async function hunt({ root, mutants, jobs, say }: Hunt): Promise<Finding[]> {
  const crew = createCrew(root, Math.min(jobs, mutants.length));
  try {
    const tests = namedTests(root);
    const red = await baseline(crew, mutants, tests, say);
    const findings: Finding[] = [];
    await crew.each(mutants, async (mutant, directory) => {
      const startedAt = Date.now();
      const why = red.get(mutant.case);
      const verdict: Verdict =
        why === undefined
          ? await trial(directory, mutant, filesFor(mutant, tests))
          : { outcome: 'error', why };
      const finding = { mutant, verdict, tookMs: Date.now() - startedAt };
      findings.push(finding);
      say(`${String(findings.length).padStart(3)}/${mutants.length}  ${sentence(finding)}`);
    });
    return findings.sort((a, b) => mutants.indexOf(a.mutant) - mutants.indexOf(b.mutant));
  } finally {
    crew.remove();
  }
}

/** The tests of every case must be there, and green without a mutant. Why they are not, by case. */
async function baseline(
  crew: Crew,
  mutants: readonly Mutant[],
  tests: Tests,
  say: Hunt['say'],
): Promise<Map<string, string>> {
  const cases = [...new Set(mutants.map((mutant) => mutant.case))];
  const files = [...new Set(mutants.flatMap((mutant) => filesFor(mutant, tests)))];
  say(`Without a mutant: ${cases.length} cases in ${files.length} test files`);
  const runs: Run[] = [];
  await crew.each(suitesOf(files).flatMap(inParts), async (suite, directory) => {
    const startedAt = Date.now();
    runs.push(await runTests(directory, { ...suite, cases }));
    say(`${seconds(Date.now() - startedAt)}  ${suite.files.join(' ')}`);
  });
  const all = {
    tests: runs.flatMap((run) => run.tests),
    broken: runs.flatMap((run) => run.broken),
  };
  const faults = cases.map((number) => [number, redWithout(number, all)] as const);
  return new Map(faults.flatMap(([number, why]) => (why === undefined ? [] : [[number, why]])));
}

function sentence({ mutant, verdict, tookMs }: Finding): string {
  const said = `${seconds(tookMs)}  ${mutant.case.padEnd(4)}${verdict.outcome}`;
  return verdict.outcome === 'killed' ? `${said} by "${verdict.by.title}"` : said;
}

export function seconds(ms: number): string {
  return `${(ms / 1_000).toFixed(1).padStart(6)} s`;
}
