// Makes a bare clone ready: packages, and the client that Prisma generates from the schema. Runs
// before start, demo and test, so it needs nothing but Node, and is silent when nothing is to do.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const at = (...names) => join(ROOT, ...names);
const MARKER = at('node_modules', '.setup.json');
const LOCK_FILE = at('package-lock.json');
const SCHEMA = at('prisma', 'schema.prisma');
const GENERATED = at('src', 'db', 'generated');

refuseOldNode();
if (!packagesAreCurrent() || !clientIsCurrent()) {
  const { withLock } = await import('./parts/lock.js');
  const onWait = (pid) => say(`waiting for process ${pid}, which is at it already …`);
  await withLock(at('.local', 'setup.lock'), setUp, onWait);
}

function setUp() {
  // Asked again: whoever had the lock before may have done it.
  if (!packagesAreCurrent()) {
    if (!isWhatIsInstalled()) {
      // With NODE_ENV=production npm would leave out what builds and tests.
      const options = ['--include=dev', '--include=optional', '--loglevel=error'];
      run('installing packages (npm ci)', 'npm', ['ci', ...options]);
    }
    remember({ ...remembered(), lockFile: hash(LOCK_FILE) });
  }
  if (!clientIsCurrent()) {
    const prisma = at('node_modules', 'prisma', 'build', 'index.js');
    run('generating the database client (prisma generate)', process.execPath, [prisma, 'generate']);
    remember({ ...remembered(), schema: hash(SCHEMA) });
  }
}

function refuseOldNode() {
  const { engines } = JSON.parse(readFileSync(at('package.json'), 'utf8'));
  const [major, minor] = engines.node.match(/\d+/g).map(Number);
  const [hasMajor, hasMinor] = process.versions.node.split('.').map(Number);
  if (hasMajor > major || (hasMajor === major && hasMinor >= minor)) return;
  fail(`this needs Node ${major}.${minor} or newer; ${process.version} is running`);
}

function packagesAreCurrent() {
  return remembered().lockFile === hash(LOCK_FILE);
}

/** Also when somebody ran npm by hand. npm notes what it installed; packages for other platforms are in our list but not in its. */
function isWhatIsInstalled() {
  const notes = at('node_modules', '.package-lock.json');
  if (!existsSync(notes)) return false;
  const wanted = packagesOf(LOCK_FILE);
  const installed = packagesOf(notes);
  return Object.entries(wanted).every(
    ([path, { version, optional }]) =>
      path === '' || installed[path]?.version === version || (optional && !installed[path]),
  );
}

function packagesOf(file) {
  return JSON.parse(readFileSync(file, 'utf8')).packages;
}

function clientIsCurrent() {
  return existsSync(GENERATED) && remembered().schema === hash(SCHEMA);
}

function remembered() {
  return existsSync(MARKER) ? JSON.parse(readFileSync(MARKER, 'utf8')) : {};
}

/** In one move: another set-up may be reading it. */
function remember(facts) {
  const draft = `${MARKER}.${process.pid}`;
  writeFileSync(draft, JSON.stringify(facts));
  renameSync(draft, MARKER);
}

function hash(file) {
  return createHash('sha256').update(readFileSync(file)).digest('hex');
}

function run(what, program, args) {
  say(`${what} …`);
  const startedAt = Date.now();
  const result = spawnSync(program, args, { cwd: ROOT, encoding: 'utf8' });
  if (result.status !== 0)
    fail(`${what} failed\n${result.error?.message ?? result.stdout + result.stderr}`);
  say(`${what}: done in ${((Date.now() - startedAt) / 1_000).toFixed(1)} s`);
}

function say(line) {
  process.stdout.write(`setup: ${line}\n`);
}

function fail(message) {
  process.stderr.write(`setup: ${message}\n`);
  process.exit(1);
}
