import { runCommand, unlessStopped, type Terminal } from './command';
import { onOwnStack, type OwnStack } from './demo/own-stack';
import { HELP, readArguments, type Arguments } from './outage/arguments';
import { report } from './outage/report';
import { trial } from './outage/trial';
import { judge } from './outage/verdict';

/** Nobody runs out of time, so that every booking that is paid has to be confirmed. */
const WINDOW_SECONDS = 900;
const EVERYTHING_ELSE_MS = 8 * 60_000;

runCommand((terminal) => main(process.argv.slice(2), terminal));

async function main(given: readonly string[], terminal: Terminal): Promise<boolean> {
  const { say, progress, signal, stopAfter } = terminal;
  const wanted = readArguments(given);
  if (wanted.help) {
    say(HELP);
    return true;
  }
  progress(`seed ${wanted.seed}, ${wanted.rate} bookings a second`);
  stopAfter(wanted.outageMs + 2 * wanted.aroundMs + EVERYTHING_ELSE_MS);
  const options = { windowSeconds: WINDOW_SECONDS, say: progress, signal };
  return onOwnStack(options, (own) => judged(own, wanted, terminal));
}

async function judged(
  { stack }: OwnStack,
  wanted: Arguments,
  { say, progress, signal }: Terminal,
): Promise<boolean> {
  const evidence = await unlessStopped(signal, trial(stack, wanted, progress));
  const faults = judge(evidence);
  say(`\n${report(evidence, faults)}\nseed ${wanted.seed}`);
  return faults.length === 0;
}
