import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const NUMBERS = '[HCR]\\d{1,2}(?:, [HCR]\\d{1,2})*';
const TITLE = new RegExp(`['"\`](${NUMBERS}): `, 'g');

/** Which test files have a test of which case: its title begins with the number ("H1: …"). */
export function namedTests(root: string): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const file of testFiles(root))
    for (const number of numbersIn(readFileSync(join(root, file), 'utf8')))
      found.set(number, [...(found.get(number) ?? []), file]);
  return found;
}

/** jest compares it with the titles of a test and of the groups around it, in one line. */
export function titlePattern(cases: readonly string[]): string {
  return `(^| )([HCR]\\d+, )*(${cases.join('|')})(, [HCR]\\d+)*: `;
}

/** Whether one of these titles, of a test or of a group around it, names the case. */
export function names(titles: readonly string[], number: string): boolean {
  return titles.some((title) => numbersIn(`'${title}`).has(number));
}

function testFiles(root: string): string[] {
  return readdirSync(join(root, 'test'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.test.ts') && !name.startsWith('house'))
    .map((name) => `test/${name}`)
    .sort();
}

function numbersIn(text: string): Set<string> {
  const titles = Array.from(text.matchAll(TITLE), ([, numbers = '']) => numbers);
  return new Set(titles.flatMap((numbers) => numbers.split(', ')));
}
