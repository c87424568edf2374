import { runCommand, unlessStopped, type Terminal } from './command';
import { HELP, readArguments } from './demo/arguments';
import { finalTable } from './demo/report/table';
import { timeline } from './demo/report/timeline';
import { show } from './demo/show';
import { findVenue } from './demo/venue';

runCommand((terminal) => main(process.argv.slice(2), terminal));

async function main(given: readonly string[], terminal: Terminal): Promise<boolean> {
  const { say, progress, signal } = terminal;
  const { help, ...options } = readArguments(given);
  if (help) {
    say(HELP);
    return true;
  }
  const venue = await findVenue(progress, signal);
  let allWell = false;
  try {
    const { description, policy } = venue;
    const shown = show(description, { ...options, policy, say: progress });
    const verdicts = await unlessStopped(signal, shown);
    for (const verdict of verdicts) say(`\n${timeline(verdict)}`);
    say(`\n${finalTable(verdicts)}`);
    allWell = verdicts.length > 0 && verdicts.every(({ faults }) => faults.length === 0);
  } finally {
    await venue.leave(allWell);
  }
  return allWell;
}
