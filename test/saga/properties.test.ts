import fc from 'fast-check';
import { wordsOf } from './judge/violation';
import { playRound } from './properties/round';
import { scripts } from './properties/script';
import { STORYLINES } from './properties/storylines';
import { MINUTE, startRig, type Rig } from './rig/rig';

jest.setTimeout(300_000);
let rig: Rig;
beforeAll(async () => {
  rig = await startRig({ confirmWindowMs: 20 * MINUTE });
});
afterAll(() => rig?.stop());

it('holds', async () => {
  const seed = Number(process.env['SEED'] ?? 1);
  const chosen = fc.sample(scripts(STORYLINES), { seed, numRuns: Number(process.env['N'] ?? 40) });
  const t = Date.now();
  const { played, common } = await playRound(rig, chosen);
  process.stderr.write(`${Date.now() - t} ms\n`);
  const counts = new Map<string, number>();
  for (const { ending = 'none' } of played) counts.set(ending, (counts.get(ending) ?? 0) + 1);
  process.stderr.write(`${JSON.stringify([...counts], null, 1)}\n`);
  for (const { violations, script } of played)
    if (violations.length > 0)
      process.stderr.write(`${wordsOf(violations).join('\n')}\n${JSON.stringify(script)}\n\n`);
  process.stderr.write(`${wordsOf(common).join('\n')}\n`);
  expect(played.flatMap(({ violations }) => wordsOf(violations))).toEqual([]);
  expect(wordsOf(common)).toEqual([]);
});
