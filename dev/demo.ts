import { HELP, readArguments } from './demo/arguments';
import { finalTable } from './demo/report/table';
import { timeline } from './demo/report/timeline';
import { show } from './demo/show';
import { findVenue } from './demo/venue';

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
  const { help, ...options } = readArguments(given);
  if (help) {
    say(HELP);
    return true;
  }
  const stopping = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => stopping.abort());
  const venue = await findVenue(progress, stopping.signal);
  let allWell = false;
  try {
    const stopped = new Promise<never>((_, reject) =>
      stopping.signal.addEventListener('abort', () => reject(new Error('stopped before its end'))),
    );
    const { description, policy } = venue;
    const shown = show(description, { ...options, policy, say: progress });
    const verdicts = await Promise.race([shown, stopped]);
    for (const verdict of verdicts) say(`\n${timeline(verdict)}`);
    say(`\n${finalTable(verdicts)}`);
    allWell = verdicts.length > 0 && verdicts.every(({ faults }) => faults.length === 0);
  } finally {
    await venue.leave(allWell);
  }
  return allWell;
}
