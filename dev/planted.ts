import { BUGS, type PlantedBug } from './demo/planted/bugs';
import { rehearse } from './demo/planted/rehearsal';
import { accusation, missed } from './demo/planted/verdict';
import { copyWith } from './patched/copy';

const say = (text: string) => void process.stdout.write(`${text}\n`);

main().then(
  (allFound) => process.exit(allFound ? 0 : 1),
  (error: unknown) => {
    process.stderr.write(`\n${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  },
);

/** Shows that the demo can fail: each bug goes into a copy of the checkout, and must be found. */
async function main(): Promise<boolean> {
  let found = 0;
  for (const bug of BUGS) if (await finds(bug)) found += 1;
  say(`\n${found} of ${BUGS.length} planted bugs were found.`);
  return found === BUGS.length;
}

async function finds(bug: PlantedBug): Promise<boolean> {
  say(`\nPlanted in ${bug.file}: ${bug.about}`);
  const { directory, remove } = copyWith(bug);
  try {
    const outcome = await rehearse(directory);
    say(`exit code ${outcome.exitCode}`);
    say(accusation(outcome) || outcome.output.slice(-2_000));
    const why = missed(bug, outcome);
    say(why === undefined ? 'Found.' : `NOT FOUND: ${why}`);
    return why === undefined;
  } finally {
    remove();
  }
}
