import { addressTable } from './stack/address-table';
import { help } from './stack/help';
import { answeredPages } from './stack/pages';
import { startStack, type Stack } from './stack/stack';

const GIVEN_UP_MS = 60_000;
const INTERRUPTED = 130;
const LOCAL_DIR = process.env['LOCAL_DIR'] ?? '.local';
const KNOWN = new Set(['--help', '--infrastructure']);

const startedAt = Date.now();
const seconds = () => ((Date.now() - startedAt) / 1_000).toFixed(1).padStart(6);
const say = (text: string) => void process.stdout.write(`${text}\n`);

main(new Set(process.argv.slice(2))).catch((error: unknown) => {
  process.stderr.write(`\n${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});

async function main(options: ReadonlySet<string>): Promise<void> {
  const unknown = [...options].filter((option) => !KNOWN.has(option));
  if (unknown.length > 0) throw new Error(`unknown: ${unknown.join(' ')}\n\n${help()}`);
  if (options.has('--help')) return say(help());

  const stopping = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => stopping.abort());
  const stopped = new Promise((resolve) => stopping.signal.addEventListener('abort', resolve));
  void stopped.then(() => setTimeout(() => process.exit(1), GIVEN_UP_MS).unref());

  const stack = await startUnlessStopped(options, stopping.signal);
  if (stack === undefined) {
    say('\nStopped before it was ready; nothing is left running.');
    process.exit(INTERRUPTED);
  }
  const description = stack.description();
  const pages = await answeredPages(description.api.url);
  say(`\nReady after ${seconds().trim()} s.\n\n${addressTable(description, pages, LOCAL_DIR)}\n`);
  say('Ctrl-C stops everything.');

  await stopped;
  say('\nStopping …');
  await stack.stop();
  say('Stopped; the data is kept.');
  process.exit(0);
}

async function startUnlessStopped(
  options: ReadonlySet<string>,
  signal: AbortSignal,
): Promise<Stack | undefined> {
  try {
    return await startStack({
      localDir: LOCAL_DIR,
      ports: 'fixed',
      env: process.env,
      onProgress: (part, message) => say(`${seconds()} s  ${part.padEnd(14)} ${message}`),
      product: !options.has('--infrastructure'),
      restart: process.env['RESTART'] !== 'off',
      signal,
    });
  } catch (error) {
    if (signal.aborted) return undefined;
    throw error;
  }
}
