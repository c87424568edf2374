import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

/** Where everything is, as `npm start` tells tools in its `stack.json`. */
export interface Addresses {
  readonly api: { readonly url: string };
  readonly kafka: { readonly brokers: readonly string[] };
  readonly stripe: {
    readonly url: string;
    readonly secretKey: string;
    readonly webhookSecret: string;
    readonly control: string;
  };
  readonly bookingOwner: { readonly url: string };
}

const PATIENCE_MS = 600_000;
const PORT_VARIABLES = [
  ...['API_PORT', 'OWNER_PORT', 'TEMPORAL_PORT', 'TEMPORAL_UI_PORT', 'KAFKA_PORT'],
  ...['KAFKA_CONTROLLER_PORT', 'POSTGRES_PORT', 'STRIPE_PORT'],
];

/** `npm start` in a folder and on ports of its own, as a newcomer runs it. */
export async function npmStart(env: Record<string, string>) {
  const folder = mkdtempSync(join(tmpdir(), 'conformance-'));
  const ports = await freePorts(PORT_VARIABLES.length);
  const given = Object.fromEntries(PORT_VARIABLES.map((name, n) => [name, String(ports[n])]));
  const started = spawn('npm', ['start'], {
    env: { ...process.env, ...given, ...env, LOCAL_DIR: folder },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [started.stdout, started.stderr])
    stream.on('data', (text: Buffer) => (said = `${said}${String(text)}`.slice(-4_000)));
  const file = join(folder, 'stack.json');
  const giveUpAt = Date.now() + PATIENCE_MS;
  while (!existsSync(file)) {
    if (started.exitCode !== null || Date.now() > giveUpAt)
      throw new Error(`npm start brought nothing up:\n${said}`);
    await pause(200);
  }
  return {
    addresses: JSON.parse(readFileSync(file, 'utf8')) as Addresses,
    async stop(): Promise<void> {
      await ended(started);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function ended(started: ChildProcess): Promise<void> {
  if (started.exitCode !== null) return;
  const exited = new Promise((resolve) => started.once('exit', resolve));
  started.kill('SIGTERM');
  await exited;
}

/** All at once, so that none is given out twice. */
async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer().listen(0, '127.0.0.1'));
  await Promise.all(servers.map((server) => new Promise((done) => server.once('listening', done))));
  const ports = servers.map((server) => (server.address() as AddressInfo).port);
  await Promise.all(servers.map((server) => new Promise((done) => server.close(done))));
  return ports;
}
