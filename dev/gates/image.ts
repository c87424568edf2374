import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { command } from '../parts/command';
import { launch, type Daemon } from '../parts/daemon';
import { saysReady } from '../parts/ready-line';
import { startStack, type Stack } from '../stack/stack';
import { loadCompose } from './compose-file';
import { buildStages, type Built } from './image-build';

const ROOT = join(__dirname, '..', '..');
const say = (line: string) => void process.stdout.write(`${line}\n`);

/** Builds what the Dockerfile builds, and starts every process of the image on a local stack. */
async function check(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'image-'));
  let stack: Stack | undefined;
  try {
    const image = await buildStages(ROOT, folder, say);
    stack = await startStack({
      localDir: join(folder, 'local'),
      ports: 'free',
      env: process.env,
      onProgress: (part, message) => say(`${part}: ${message}`),
      product: false,
      endWithUs: true,
    });
    await startAll(image, folder, readEnvironment(join(folder, 'local', 'product.env')));
  } finally {
    await stack?.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function startAll(image: Built, folder: string, env: NodeJS.ProcessEnv): Promise<void> {
  // Only what the image and its user give: nothing of this shell but where programs are.
  const { PATH, HOME } = process.env;
  const imageEnv = { PATH, HOME, ...image.env, ...env };
  const cwd = image.directory;
  const commands = await startedAs(image);
  const [migrator = '', ...migrate] = commands.migrate;
  say((await command(migrator, migrate, { cwd, env: imageEnv })).trim());
  const running: Daemon[] = [];
  try {
    for (const name of ['api', 'worker', 'consumer'] as const) {
      const [program = '', ...args] = commands[name];
      say(`starting ${name}: ${[program, ...args].join(' ')}`);
      const logFile = join(folder, `${name}.log`);
      const from = { name, command: program, args, cwd, env: imageEnv, logFile };
      running.push(await launch({ ...from, ready: saysReady, readyWithinMs: 60_000 }));
    }
    const answer = await fetch(`http://127.0.0.1:${env['PORT']}/readyz`);
    if (!answer.ok) throw new Error(`/readyz answers ${answer.status}: ${await answer.text()}`);
    say('the API is ready');
    const backfill = ['--enable-source-maps', 'dist/backfill.js', '--wait'];
    say((await command('node', backfill, { cwd, env: imageEnv })).trim());
    const deadLetters = ['--enable-source-maps', 'dist/dead-letters.js', 'list'];
    say((await command('node', deadLetters, { cwd, env: imageEnv })).trim());
  } finally {
    await Promise.all(running.map((daemon) => daemon.stop()));
  }
}

/** What containers run, word for word: the image's own command, or what docker-compose.yml says. */
async function startedAs(image: Built) {
  const { services } = (await loadCompose(ROOT)).model;
  const of = (service: string) => {
    const words = services[service]?.command;
    if (!words) throw new Error(`docker-compose.yml gives ${service} no command`);
    return words;
  };
  if (image.command.length === 0) throw new Error('the Dockerfile has no CMD');
  if (services['api']?.command)
    throw new Error("docker-compose.yml gives the API a command: the image's own goes untested");
  return {
    api: image.command,
    migrate: of('migrate'),
    worker: of('worker'),
    consumer: of('consumer'),
  };
}

function readEnvironment(file: string): Record<string, string> {
  const lines = readFileSync(file, 'utf8').trim().split('\n');
  const pairs = lines.map((line) => [line.replace(/=.*/, ''), line.replace(/^\w+=/, '')] as const);
  return Object.fromEntries(pairs);
}

check().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
