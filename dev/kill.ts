import { startOwnStack } from './demo/own-stack';
import { sentences } from './demo/report/table';
import { timeline } from './demo/report/timeline';
import { moneyByCurrency } from './demo/report/sums';
import { HELP, readArguments, type Arguments } from './kill/arguments';
import { traces } from './kill/traces';
import { trial } from './kill/trial';

/**
 * Who repeats a request under its key, after the process that had it was killed, is told to wait for
 * up to 20 s; customers have to have time left after that, also when it has happened thrice.
 */
const WINDOW_SECONDS = 240;
const A_KILL_AT_MOST_MS = 25_000;
const EVERYTHING_ELSE_MS = 10 * 60_000;

const startedAt = Date.now();
const say = (text: string) => void process.stdout.write(`${text}\n`);
const progress = (text: string) =>
  say(`${((Date.now() - startedAt) / 1_000).toFixed(1).padStart(6)} s  ${text}`);

main(process.argv.slice(2)).then(
  (allWell) => process.exit(allWell ? 0 : 1),
  (error: unknown) => {
    process.stderr.write(`\n${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  },
);

async function main(given: readonly string[]): Promise<boolean> {
  const wanted = readArguments(given);
  if (wanted.help) {
    say(HELP);
    return true;
  }
  const { kills, seed } = wanted;
  progress(`seed ${seed}, ${kills} kills each`);
  const stopping = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => stopping.abort(new Error('stopped before its end')));
  const limitMs = kills * 3 * A_KILL_AT_MOST_MS + EVERYTHING_ELSE_MS;
  setTimeout(() => stopping.abort(new Error('it took too long')), limitMs).unref();
  const own = await startOwnStack({
    windowSeconds: WINDOW_SECONDS,
    say: progress,
    signal: stopping.signal,
  });
  let allWell = false;
  try {
    allWell = await judged(own, wanted, stopping.signal);
  } finally {
    await own.stop(!allWell);
  }
  return allWell;
}

async function judged(
  own: Awaited<ReturnType<typeof startOwnStack>>,
  { help: _, ...wanted }: Arguments,
  stopping: AbortSignal,
): Promise<boolean> {
  const stopped = new Promise<never>((_, reject) =>
    stopping.addEventListener('abort', () => reject(stopping.reason as Error)),
  );
  const verdicts = await Promise.race([trial(own, { ...wanted, say: progress }), stopped]);
  const wrong = verdicts.filter(({ faults }) => faults.length > 0);
  for (const verdict of wrong) say(`\n${timeline(verdict)}`);
  say(`\n${[...moneyByCurrency(verdicts), '', ...sentences(verdicts)].join('\n')}`);
  say(`${traces(verdicts)}\nseed ${wanted.seed}`);
  return wrong.length === 0;
}
