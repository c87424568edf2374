import { GATES, type Gate } from './gates/gates';
import { runGate } from './gates/run-gate';
import { summary, type Result } from './gates/summary';

const HELP = `npm test [-- options]

Runs every gate that CI runs, and stops at the first one that fails.

  --keep-going     runs the others all the same
  --only <gate>    runs this one; may be repeated
  --list           names the gates
  --help           this text
`;

const say = (text: string) => void process.stdout.write(`${text}\n`);

main(process.argv.slice(2)).then(
  (code) => process.exit(code),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  },
);

async function main(args: readonly string[]): Promise<number> {
  const known = ['--keep-going', '--only', '--list', '--help'];
  const only = args.flatMap((arg, index) => (args[index - 1] === '--only' ? [arg] : []));
  const unknown = args.filter((arg) => !known.includes(arg) && !only.includes(arg));
  if (unknown.length > 0) throw new Error(`unknown: ${unknown.join(' ')}\n\n${HELP}`);
  if (args.includes('--help')) return (say(HELP), 0);
  if (args.includes('--list')) return (say(list()), 0);

  const results = await runAll(chosen(only), args.includes('--keep-going'));
  say(summary(results));
  return results.every(({ outcome }) => outcome === 'passed') ? 0 : 1;
}

function list(): string {
  return GATES.map(({ name, about }) => `${name.padEnd(12)} ${about}`).join('\n');
}

function chosen(only: readonly string[]): readonly Gate[] {
  const missing = only.filter((name) => !GATES.some((gate) => gate.name === name));
  if (missing.length > 0) throw new Error(`no such gate: ${missing.join(', ')}\n\n${list()}`);
  return only.length === 0 ? GATES : GATES.filter(({ name }) => only.includes(name));
}

async function runAll(gates: readonly Gate[], keepGoing: boolean): Promise<Result[]> {
  const stopping = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => stopping.abort());
  const results: Result[] = [];
  for (const gate of gates) {
    const failed = results.some(({ outcome }) => outcome === 'failed');
    if ((failed && !keepGoing) || stopping.signal.aborted) {
      results.push({ name: gate.name, outcome: 'skipped', tookMs: 0 });
      continue;
    }
    say(`\n━━ ${gate.name}: ${gate.about}`);
    const startedAt = Date.now();
    const outcome = (await runGate(gate, stopping.signal)) ? 'passed' : 'failed';
    results.push({ name: gate.name, outcome, tookMs: Date.now() - startedAt });
    say(`━━ ${gate.name} ${outcome} in ${((Date.now() - startedAt) / 1_000).toFixed(1)} s`);
  }
  return results;
}
