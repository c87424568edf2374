import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CASES } from '../../dev/mutants/cases';
import { MUTANTS } from '../../dev/mutants/list';
import { namedTests } from '../../dev/mutants/named-tests';
import { patched } from '../../dev/patched/patch';

const ROOT = join(__dirname, '..', '..');

describe('the cases that the saga must get right', () => {
  const tests = namedTests(ROOT);

  it('each have a test that is named by it', () => {
    expect(CASES.filter((number) => !tests.has(number))).toEqual([]);
  });

  it('each have a mutant that breaks what it guards', () => {
    const proven = new Set(MUTANTS.map((mutant) => mutant.case));
    expect(CASES.filter((number) => !proven.has(number))).toEqual([]);
  });

  it('are the only ones that tests and mutants name', () => {
    const named = [...tests.keys(), ...MUTANTS.map((mutant) => mutant.case)];
    expect(named.filter((number) => !CASES.includes(number))).toEqual([]);
  });
});

it.each(MUTANTS)('$case: the mutant applies to today’s code: $about', (mutant) => {
  const text = readFileSync(join(ROOT, mutant.file), 'utf8');
  expect(patched(text, mutant)).not.toBe(text);
  if (mutant.tests !== undefined) expect(namedTests(ROOT).get(mutant.case)).toContain(mutant.tests);
});
