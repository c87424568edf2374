import { startOwnStack, type OwnStack } from './demo/own-stack';
import { sentences } from './demo/report/table';
import { timeline } from './demo/report/timeline';
import { HELP, readArguments } from './deploy/arguments';
import { INCOMPATIBLE } from './deploy/changes';
import { DRAINED_SOON } from './deploy/deployments';
import { FIRST, SECOND, rehearse, type Rehearsed } from './deploy/rehearsal';
import { buildTable, wrongs } from './deploy/report';
import { secondWorker } from './deploy/second-worker';

/** Nothing expires while it waits for its turn. */
const WINDOW_SECONDS = 900;
const LIMIT_MS = 3 * 60_000;

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
  const { help, bookings } = readArguments(given);
  if (help) {
    say(HELP);
    return true;
  }
  const stopping = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => stopping.abort(new Error('stopped before its end')));
  const deploymentName = `rehearsal-${Date.now().toString(36)}`;
  const own = await startOwnStack({
    windowSeconds: WINDOW_SECONDS,
    env: versionOf(deploymentName, FIRST),
    temporalSettings: DRAINED_SOON,
    say: progress,
    signal: stopping.signal,
  });
  const timer = setTimeout(() => stopping.abort(new Error('it took too long')), LIMIT_MS);
  let allWell = false;
  try {
    allWell = await onStage(own, { deploymentName, bookings, stopping: stopping.signal });
  } finally {
    clearTimeout(timer);
    await own.stop(!allWell);
  }
  return allWell;
}

interface Wanted {
  readonly deploymentName: string;
  readonly bookings: number;
  readonly stopping: AbortSignal;
}

async function onStage(own: OwnStack, wanted: Wanted): Promise<boolean> {
  const { deploymentName, bookings, stopping } = wanted;
  const stopped = new Promise<never>((_, reject) => {
    const stop = () => reject(stopping.reason as Error);
    if (stopping.aborted) stop();
    stopping.addEventListener('abort', stop);
  });
  const env = versionOf(deploymentName, SECOND);
  const second = secondWorker({ localDir: own.localDir, edits: INCOMPATIBLE, env });
  try {
    const playing = rehearse(own, { deploymentName, bookings, second, say: progress });
    return told(await Promise.race([playing, stopped]));
  } finally {
    await second.leave();
  }
}

function told(rehearsed: Rehearsed): boolean {
  const { verdicts } = rehearsed;
  const wrong = verdicts.filter(({ faults }) => faults.length > 0);
  for (const verdict of wrong) say(`\n${timeline(verdict)}`);
  const faults = wrongs(rehearsed);
  say(`\n${[buildTable(rehearsed), '', ...sentences(verdicts), ...faults].join('\n')}`);
  return wrong.length === 0 && faults.length === 0;
}

function versionOf(deploymentName: string, buildId: string) {
  return { TEMPORAL_DEPLOYMENT_NAME: deploymentName, TEMPORAL_WORKER_BUILD_ID: buildId };
}
