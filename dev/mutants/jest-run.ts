import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { command } from '../parts/command';
import { titlePattern } from './named-tests';

/** A test that hangs fails by its own limit; this is for a run that cannot end. */
const RUN_LIMIT_MS = 10 * 60_000;

export interface TestResult {
  readonly file: string;
  readonly title: string;
  /** Of the groups around it. */
  readonly ancestorTitles: readonly string[];
  readonly status: string;
  readonly failureMessages: readonly string[];
}

export interface Run {
  readonly tests: readonly TestResult[];
  /** Why test files, or all of them, could not be run. */
  readonly broken: readonly string[];
}

interface Report {
  readonly testResults: readonly {
    readonly name: string;
    readonly message: string;
    readonly assertionResults: readonly Omit<TestResult, 'file'>[];
  }[];
}

/** Runs the tests of these cases in files of one jest project. */
export async function runTests(
  directory: string,
  { project, files, cases }: { project: string; files: readonly string[]; cases: string[] },
): Promise<Run> {
  // What the tests leave behind, and jest's cache, go with the copy.
  const temporary = join(directory, 'tmp');
  mkdirSync(temporary, { recursive: true });
  const outputFile = join(temporary, 'report.json');
  rmSync(outputFile, { force: true });
  const args = [
    join(directory, 'node_modules', 'jest', 'bin', 'jest.js'),
    ...['--selectProjects', project, '--runInBand', '--silent', '--forceExit'],
    ...['--json', `--outputFile=${outputFile}`],
    `--setupFilesAfterEnv=${join(__dirname, 'set-up-mark.ts')}`,
    `--testNamePattern=${titlePattern(cases)}`,
    ...['--runTestsByPath', ...files],
  ];
  const env = { ...process.env, TMPDIR: temporary };
  const options = { cwd: directory, env, limitMs: RUN_LIMIT_MS };
  const end = await command(process.execPath, args, options).catch(String);
  if (!existsSync(outputFile)) return { tests: [], broken: [end] };
  return runOf(directory, JSON.parse(readFileSync(outputFile, 'utf8')) as Report);
}

function runOf(directory: string, { testResults }: Report): Run {
  return {
    tests: testResults.flatMap(({ name, assertionResults }) =>
      assertionResults.map((test) => ({ ...test, file: name.slice(directory.length + 1) })),
    ),
    broken: testResults
      .filter(({ assertionResults }) => assertionResults.length === 0)
      .map(({ message }) => message),
  };
}
