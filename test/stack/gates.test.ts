import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { GATES } from '../../dev/gates/gates';
import { summary } from '../../dev/gates/summary';

const ROOT = join(__dirname, '..', '..');

describe('the gates', () => {
  it('run the tests of every folder that holds some', () => {
    const folders = readdirSync(join(ROOT, 'test'), { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && holdsTests(join(ROOT, 'test', entry.name)))
      .map(({ name }) => name);
    const run = GATES.flatMap(({ tests = [] }) => tests);
    expect(folders.filter((folder) => !run.includes(folder))).toEqual([]);
  });

  it('have a name of their own each', () => {
    const names = GATES.map(({ name }) => name);
    expect(names).toEqual([...new Set(names)]);
  });

  it('name scripts that exist', () => {
    const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
      scripts: Record<string, string>;
    };
    for (const { name, command, tests = [] } of GATES) {
      const ofNpm = command[0] === 'npm';
      // What follows `--` is for the script itself.
      const last = command.slice(0, ofNpm ? 4 : undefined).at(-1) ?? '';
      expect([name, ofNpm ? last in scripts : existsSync(join(ROOT, last))]).toEqual([name, true]);
      for (const folder of tests) expect(scripts[last]?.split(' ')).toContain(folder);
    }
  });

  it('end with a line that counts them', () => {
    const results = [
      { name: 'format', outcome: 'passed', tookMs: 1_200 },
      { name: 'lint', outcome: 'failed', tookMs: 4_000 },
      { name: 'types', outcome: 'skipped', tookMs: 0 },
    ] as const;
    expect(summary(results).split('\n').at(-1)).toBe('1 passed, 1 failed, 1 skipped');
    expect(summary(results.slice(0, 1)).split('\n').at(-1)).toBe('1 passed, 0 failed');
  });
});

function holdsTests(folder: string): boolean {
  return readdirSync(folder, { recursive: true }).some((name) => String(name).endsWith('.test.ts'));
}
