import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { wordsOf } from './judge/violation';
import { ENDINGS } from './properties/endings';
import { CONFIRM_WINDOW_MS, anySeed, playAlone, search } from './properties/search';
import { scripts, type Script } from './properties/script';
import { STORYLINES } from './properties/storylines';
import { useRig } from './rigs';

// Short: `npm run properties` goes on until every ending was reached a hundred times.
const SMOKE_MS = 60_000;
const WIDTH = 40;

jest.setTimeout(600_000);

/** Scripts that once went wrong: what is found is kept. */
const FOUND = JSON.parse(readFileSync(join(__dirname, 'properties', 'found.json'), 'utf8')) as {
  why: string;
  script: Script;
}[];

describe('a script that once went wrong', () => {
  const rig = useRig({ confirmWindowMs: CONFIRM_WINDOW_MS });

  it.each(FOUND)('no longer does: $why', async ({ script }) => {
    expect(await playAlone(rig(), script)).toEqual([]);
  });

  it('would be drawn again by its seed', () => {
    const draw = () => fc.sample(scripts(STORYLINES), { seed: 7, numRuns: 1 });
    expect(draw()).toEqual(draw());
  });
});

it('random stories of bookings leave money and booking agreed', async () => {
  const seed = Number(process.env['PROPERTIES_SEED'] ?? anySeed());
  process.stderr.write(`properties: seed ${seed}\n`);
  const until = Date.now() + SMOKE_MS;
  const { tally, findings } = await search({ seed, width: WIDTH, more: () => Date.now() < until });
  const wrong = findings.map(({ violations, script }) => [...wordsOf(violations), script]);
  expect({ seed, wrong }).toEqual({ seed, wrong: [] });
  const reached = ENDINGS.filter((ending) => tally.endings.has(ending));
  expect(reached.length).toBeGreaterThan(ENDINGS.length / 2);
});
