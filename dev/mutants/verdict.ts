import type { Run, TestResult } from './jest-run';
import { names } from './named-tests';
import { SET_UP_BROKE } from './marks';

export type Verdict =
  | { readonly outcome: 'killed'; readonly by: TestResult }
  | { readonly outcome: 'survived' }
  /** The mutant proves nothing: it does not apply, does not compile, or breaks the set-up. */
  | { readonly outcome: 'error'; readonly why: string };

/** A mutant is killed when a test that is named by its case failed, and for nothing else. */
export function verdictOn(number: string, { tests, broken }: Run): Verdict {
  const named = testsOf(number, tests);
  const failed = named.filter(({ status }) => status === 'failed');
  const by = failed.find((test) => !provesNothing(test));
  if (by) return { outcome: 'killed', by };
  const why = broken[0] ?? failed[0]?.failureMessages[0];
  if (why !== undefined) return { outcome: 'error', why: firstLines(why) };
  if (named.length === 0) return { outcome: 'error', why: `no test of ${number} was run` };
  return { outcome: 'survived' };
}

/** Why the tests of a case are not green without any mutant; undefined when they are. */
export function redWithout(number: string, { tests, broken }: Run): string | undefined {
  const named = testsOf(number, tests);
  const failed = named.find(({ status }) => status !== 'passed');
  if (failed)
    return firstLines(
      `without a mutant, too: ${failed.title}\n${failed.failureMessages[0] ?? failed.status}`,
    );
  return named.length > 0 ? undefined : firstLines(broken[0] ?? `there is no test of ${number}`);
}

function testsOf(number: string, tests: readonly TestResult[]): TestResult[] {
  return tests.filter(
    ({ status, title, ancestorTitles }) =>
      status !== 'pending' && names([title, ...ancestorTitles], number),
  );
}

const NO_PROGRAM = /\b(ReferenceError|SyntaxError)\b/;

function provesNothing({ failureMessages }: TestResult): boolean {
  return failureMessages.some((text) => text.includes(SET_UP_BROKE) || NO_PROGRAM.test(text));
}

function firstLines(text: string): string {
  return text.split('\n').slice(0, 8).join('\n');
}
