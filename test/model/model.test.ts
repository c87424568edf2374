import type * as Ids from '../../src/domain/ids';
import { ENDINGS, FAULTS, countEndings } from './endings';
import { FOUND } from './found';
import { PLANTED } from './planted';
import { search, whatIsWrong } from './search';
import { tellStory } from './telling';

/** The same few ids are hashed again and again: each is remembered. */
jest.mock('../../src/domain/ids', () => {
  const real = jest.requireActual<typeof Ids>('../../src/domain/ids');
  const known = new Map<string, string>();
  const eventIdOf = (bookingId: string, type: string, discriminator = ''): string => {
    const name = `${bookingId}|${type}|${discriminator}`;
    const id = known.get(name) ?? real.eventIdOf(bookingId, type, discriminator);
    if (known.size < MOST_IDS) known.set(name, id);
    return id;
  };
  return { ...real, eventIdOf };
});
const MOST_IDS = 5_000;

/** 100,000 take about a minute; a soak asks for more. */
const RUNS = Number(process.env['MODEL_RUNS'] ?? 100_000);
const number = (name: string) =>
  process.env[name] === undefined ? undefined : Number(process.env[name]);

describe('a story that has gone wrong once', () => {
  it.each(FOUND)('$what', ({ setup = 0, steps }) => {
    const { wrong, m } = whatIsWrong({ setup, steps });
    if (wrong.length > 0) throw new Error(tellStory({ setup, steps }, m));
  });
});

it('money and booking agree at the end of every story', () => {
  const counts = new Map<string, number>();
  const seed = number('MODEL_SEED') ?? Date.now() % 2 ** 31;
  const path = process.env['MODEL_PATH'];
  const { found } = search({ runs: RUNS, seed, path, look: (m) => countEndings(m, counts) });
  process.stdout.write(`The model: ${RUNS} stories, MODEL_SEED=${seed}\n`);
  if (found) throw new Error(`MODEL_SEED=${found.seed} MODEL_PATH=${found.path}\n${found.told}`);
  const table = [...Object.keys(ENDINGS), ...FAULTS].map((name) => ({
    name,
    times: counts.get(name) ?? 0,
  }));
  if (process.env['MODEL_TABLE']) show(table);
  const least = Math.floor(RUNS / 1_000);
  const rare = table.filter(({ times }) => times < least);
  expect({ seed, rare }).toEqual({ seed, rare: [] });
}, 3_600_000);

describe('a planted bug is found', () => {
  it.each(PLANTED)('$name', ({ plant, complaint }) => {
    const { found, runs } = search({ runs: 50_000, seed: 1, plant });
    if (process.env['MODEL_TABLE'])
      process.stdout.write(`run ${runs}: ${found?.told ?? 'not found'}\n`);
    expect(found?.told).toMatch(complaint);
  });
});

function show(table: readonly { name: string; times: number }[]): void {
  const lines = table.map(({ name, times }) => `${String(times).padStart(7)} ${name}`);
  process.stdout.write(`${lines.join('\n')}\n`);
}
