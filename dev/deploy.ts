import { runCommand, unlessStopped, type Terminal } from './command';
import { onOwnStack, type OwnStack } from './demo/own-stack';
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

runCommand((terminal) => main(process.argv.slice(2), terminal));

async function main(given: readonly string[], terminal: Terminal): Promise<boolean> {
  const { say, progress, signal, stopAfter } = terminal;
  const { help, bookings } = readArguments(given);
  if (help) {
    say(HELP);
    return true;
  }
  const deploymentName = `rehearsal-${Date.now().toString(36)}`;
  const options = {
    windowSeconds: WINDOW_SECONDS,
    env: versionOf(deploymentName, FIRST),
    temporalSettings: DRAINED_SOON,
    say: progress,
    signal,
  };
  return onOwnStack(options, (own) => {
    stopAfter(LIMIT_MS);
    return onStage(own, { deploymentName, bookings, terminal });
  });
}

interface Wanted {
  readonly deploymentName: string;
  readonly bookings: number;
  readonly terminal: Terminal;
}

async function onStage(own: OwnStack, wanted: Wanted): Promise<boolean> {
  const { deploymentName, bookings, terminal } = wanted;
  const env = versionOf(deploymentName, SECOND);
  const second = secondWorker({ localDir: own.localDir, edits: INCOMPATIBLE, env });
  try {
    const { say, progress, signal } = terminal;
    const playing = rehearse(own, { deploymentName, bookings, second, say: progress });
    return told(await unlessStopped(signal, playing), say);
  } finally {
    await second.leave();
  }
}

function told(rehearsed: Rehearsed, say: Terminal['say']): boolean {
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
