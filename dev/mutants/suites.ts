import type { Mutant } from './mutant';

/** Test files of one jest project, whose needs are started once for all of them. */
export interface Suite {
  readonly project: string;
  readonly files: readonly string[];
}

/** What costs little is asked first: the first test that dies is enough. */
const BY_COST = 'domain model demo simulator activities api workflows kafka commands saga'.split(
  ' ',
);

export function suitesOf(files: readonly string[]): Suite[] {
  const projects = [...new Set(files.map(projectOf))].sort((a, b) => cost(a) - cost(b));
  return projects.map((project) => ({
    project,
    files: files.filter((file) => projectOf(file) === project),
  }));
}

const FILES_AT_ONCE = 5;

/** So that the copies share the work, and no run takes too long. */
export function inParts({ project, files }: Suite): Suite[] {
  const parts = Array.from({ length: Math.ceil(files.length / FILES_AT_ONCE) }, (_, index) =>
    files.slice(index * FILES_AT_ONCE, (index + 1) * FILES_AT_ONCE),
  );
  return parts.map((some) => ({ project, files: some }));
}

/** The files that are asked about a mutant. */
export function filesFor(
  { case: number, tests }: Mutant,
  named: ReadonlyMap<string, readonly string[]>,
): readonly string[] {
  return tests === undefined ? (named.get(number) ?? []) : [tests];
}

function projectOf(file: string): string {
  return file.split('/')[1] ?? '';
}

function cost(project: string): number {
  const at = BY_COST.indexOf(project);
  return at < 0 ? BY_COST.length : at;
}
