import { stopAll } from '../../support/setup/started';
import setUp from '../../support/setup/saga';
import { wordsOf } from '../judge/violation';
import { ENDINGS } from './endings';
import { anySeed, search, smallest, type Finding, type Tally } from './search';
import { STORYLINES } from './storylines';

/**
 * `npm run properties [-- <seed> [times]]`: random stories of bookings on the whole saga until every
 * ending was reached `times` times. Exits with 1 when an invariant broke.
 */
const WIDTH = 60;
const MOST_ROUNDS = 200;
const SHRINK_FOR_MS = 120_000;

async function main(): Promise<number> {
  const [seed = anySeed(), times = 100] = process.argv.slice(2).map(Number);
  const say = (text: string) => void process.stdout.write(`${text}\n`);
  say(`seed ${seed}; each of ${ENDINGS.length} endings ${times} times`);
  await setUp();
  const began = Date.now();
  const lacking = ({ endings }: Tally) =>
    ENDINGS.filter((ending) => (endings.get(ending) ?? 0) < times);
  const { tally, findings } = await search({
    seed,
    width: WIDTH,
    more(now) {
      const left = lacking(now);
      const seconds = Math.round((Date.now() - began) / 1_000);
      say(`${seconds} s: round ${now.rounds}, ${now.bookings} bookings; ${left.length} to go`);
      return left.length > 0 && now.rounds < MOST_ROUNDS;
    },
    storylines: (now) => {
      const wanted = new Set<string>(lacking(now));
      const leading = STORYLINES.filter(({ to }) => wanted.has(to));
      return [...STORYLINES, ...leading, ...leading, ...leading];
    },
  });
  say(table(tally));
  for (const finding of findings) say(told(finding));
  if (findings[0]) {
    const small = await smallest(findings[0], SHRINK_FOR_MS);
    say(small ? `smallest:\n${JSON.stringify(small)}` : 'alone it does not happen again');
    say(`again: npm run properties -- ${seed}`);
    return 1;
  }
  const left = lacking(tally);
  if (left.length > 0) say(`not reached ${times} times: ${left.join(', ')}`);
  return left.length > 0 ? 1 : 0;
}

function table({ endings, bookings, rounds }: Tally): string {
  const known: readonly string[] = ENDINGS;
  const others = [...endings.keys()].filter((ending) => !known.includes(ending));
  const rows = [...known, ...others].map(
    (ending) => `${String(endings.get(ending) ?? 0).padStart(6)}  ${ending}`,
  );
  return [`${bookings} bookings in ${rounds} rounds:`, ...rows].join('\n');
}

function told({ seed, script, violations }: Finding): string {
  return [`seed ${seed}`, ...wordsOf(violations), JSON.stringify(script)].join('\n');
}

main()
  .catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
    return 1;
  })
  .then(async (code) => {
    await stopAll();
    process.exitCode = code;
  })
  .catch(() => (process.exitCode = 1));
