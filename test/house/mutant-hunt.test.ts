import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { hunt, type Finding } from '../../dev/mutants/hunt';
import type { Mutant } from '../../dev/mutants/mutant';
import { report } from '../../dev/mutants/report';
import { scratch } from '../support/scratch';

jest.setTimeout(120_000);

const ROOT = join(__dirname, '..', '..');
const SWC = ['@swc/jest', { jsc: { parser: { syntax: 'typescript' } } }];
const UNIT = {
  displayName: 'unit',
  testMatch: ['<rootDir>/test/unit/**/*.test.ts'],
  transform: { '\\.(ts|js)$': SWC },
  transformIgnorePatterns: ['/node_modules/'],
};

/** A checkout of three lines, and its tests. */
const FILES: Record<string, string> = {
  'jest.config.js': `module.exports = { projects: [${JSON.stringify(UNIT)}] };`,
  'src/price.ts': 'export const price = (n: number) => n * 3;\nexport const vat = 7;\n',
  'test/unit/price.test.ts': `
    import { price, vat } from '../../src/price';
    describe('the price', () => {
      it('H1: is three each', () => expect(price(2)).toBe(6));
      it('H2, H3: is a number', () => expect(price(2)).not.toBeNaN());
    });
    describe('the tax', () => {
      beforeAll(() => { if (vat > 7) throw new Error('no such tax'); });
      it('H4: is there', () => expect(vat).toBeDefined());
    });
    it('H5: is wrong before anything is broken', () => expect(1).toBe(2));
  `,
};

const EACH = { file: 'src/price.ts', from: 'n * 3', to: 'n * 4' };
const MUTANTS: readonly Mutant[] = [
  { case: 'H1', about: 'four each', ...EACH },
  { case: 'H2', about: 'nobody asks how many', ...EACH },
  { case: 'H3', about: 'is no program', ...EACH, to: 'n * * 4' },
  { case: 'H3', about: 'does not apply', ...EACH, from: 'n * 5' },
  { case: 'H3', about: 'applies twice', ...EACH, from: 'n' },
  { case: 'H3', about: 'cannot be loaded', ...EACH, from: 'vat = 7', to: 'vat = nobody' },
  { case: 'H4', about: 'breaks the set-up', ...EACH, from: 'vat = 7', to: 'vat = 8' },
  { case: 'H5', about: 'was red before', ...EACH },
  { case: 'H6', about: 'has no test', ...EACH },
];

describe('a hunt for mutants', () => {
  const { dir, remove } = scratch('mutants');
  const said: string[] = [];
  let findings: Finding[];
  beforeAll(async () => {
    for (const [file, text] of Object.entries(FILES)) {
      mkdirSync(dirname(join(dir, file)), { recursive: true });
      writeFileSync(join(dir, file), text);
    }
    symlinkSync(join(ROOT, 'node_modules'), join(dir, 'node_modules'));
    const say = (text: string) => void said.push(text);
    findings = await hunt({ root: dir, mutants: MUTANTS, jobs: 2, say });
  });
  afterAll(remove);

  const verdictOn = (about: string) =>
    findings.find(({ mutant }) => mutant.about === about)!.verdict;

  it('names the test that died', () => {
    expect(verdictOn('four each')).toMatchObject({
      outcome: 'killed',
      by: { title: 'H1: is three each', file: 'test/unit/price.test.ts' },
    });
  });

  it('finds the mutant that nobody noticed', () => {
    expect(verdictOn('nobody asks how many')).toEqual({ outcome: 'survived' });
  });

  it.each([
    ['is no program', 'yntax'],
    ['does not apply', '0 times, not once'],
    ['applies twice', 'times, not once'],
    ['cannot be loaded', 'nobody is not defined'],
    ['breaks the set-up', 'no such tax'],
    ['was red before', 'without a mutant, too'],
    ['has no test', 'there is no test of H6'],
  ])('takes it for no proof when a mutant %s', (about, words) => {
    expect(verdictOn(about)).toMatchObject({
      outcome: 'error',
      why: expect.stringContaining(words) as string,
    });
  });

  it('reports in the order of the list, what was not killed last, and told each as it came', () => {
    const lines = report(findings).split('\n');
    expect(lines[0]).toMatch(/^H1 .* four each$/);
    expect(lines[1]).toContain('died: H1: is three each (test/unit/price.test.ts)');
    expect(lines[3]).toBe('Not killed:');
    expect(lines.at(-1)).toBe('1 of 9 mutants were killed.');
    expect(said.filter((line) => /^ *\d\/9/.test(line))).toHaveLength(9);
  });
});
