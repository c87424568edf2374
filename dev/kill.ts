import { runCommand, unlessStopped, type Terminal } from './command';
import { onOwnStack, type OwnStack } from './demo/own-stack';
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

runCommand((terminal) => main(process.argv.slice(2), terminal));

async function main(given: readonly string[], terminal: Terminal): Promise<boolean> {
  const { say, progress, signal, stopAfter } = terminal;
  const wanted = readArguments(given);
  if (wanted.help) {
    say(HELP);
    return true;
  }
  const { kills, seed } = wanted;
  progress(`seed ${seed}, ${kills} kills each`);
  stopAfter(kills * 3 * A_KILL_AT_MOST_MS + EVERYTHING_ELSE_MS);
  const options = { windowSeconds: WINDOW_SECONDS, say: progress, signal };
  return onOwnStack(options, (own) => judged(own, wanted, terminal));
}

async function judged(
  own: OwnStack,
  { help: _, ...wanted }: Arguments,
  { say, progress, signal }: Terminal,
): Promise<boolean> {
  const verdicts = await unlessStopped(signal, trial(own, { ...wanted, say: progress }));
  const wrong = verdicts.filter(({ faults }) => faults.length > 0);
  for (const verdict of wrong) say(`\n${timeline(verdict)}`);
  say(`\n${[...moneyByCurrency(verdicts), '', ...sentences(verdicts)].join('\n')}`);
  say(`${traces(verdicts)}\nseed ${wanted.seed}`);
  return wrong.length === 0;
}
