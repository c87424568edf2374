import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { freePort } from '../../dev/parts/port';
import { freshDatabase, type FreshDatabase } from '../support/postgres';

const ROOT = join(__dirname, '..', '..');
let database: FreshDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.drop());

/** A process of the product, with everything that it needs but Temporal and Kafka. */
function launch(file: string, changed: Record<string, string> = {}) {
  const env = {
    PATH: process.env['PATH'] ?? '',
    STRIPE_SECRET_KEY: 'sk_test_x',
    STRIPE_PUBLISHABLE_KEY: 'pk_test_x',
    STRIPE_WEBHOOK_SECRET: 'whsec_x',
    STRIPE_API_BASE: 'http://127.0.0.1:1',
    DATABASE_URL: database.url,
    KAFKA_BROKERS: '127.0.0.1:1',
    TEMPORAL_ADDRESS: '127.0.0.1:1',
    AUTH: 'off',
    ...changed,
  };
  const child = spawn(process.execPath, ['--import', 'tsx', file], { cwd: ROOT, env });
  let out = '';
  let err = '';
  const watchers: (() => void)[] = [];
  child.stdout.on('data', (chunk: Buffer) => {
    out += chunk.toString();
    watchers.forEach((look) => look());
  });
  child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
  const exited = new Promise<number | null>((resolve) => child.once('close', resolve));
  return {
    exited,
    text: () => ({ out, err }),
    kill: () => child.kill('SIGTERM'),
    ready: () =>
      new Promise<void>((resolve, reject) => {
        const look = () => out.includes('"msg":"ready"') && resolve();
        watchers.push(look);
        look();
        void exited.then(() => reject(new Error(`ended instead: ${out}${err}`)));
      }),
  };
}

describe('the api process', () => {
  it.each([
    ['with AUTH=on', { AUTH: 'on' }, 'authentication is not available'],
    ['open to the network', { HOST: '0.0.0.0' }, 'AUTH=off is accepted only with HOST=127.0.0.1'],
    ['without a database', { DATABASE_URL: '' }, 'DATABASE_URL'],
  ])('does not start %s, and says why in plain text', async (_what, changed, words) => {
    const api = launch('src/server.ts', changed);
    expect(await api.exited).toBe(1);
    expect(api.text().err).toContain(words);
    expect(api.text().err).not.toMatch(/\n\s+at /);
  });

  it('starts without Temporal and Kafka, says so, and stops on SIGTERM', async () => {
    const port = await freePort();
    const api = launch('src/server.ts', { PORT: String(port) });
    await api.ready();
    const url = `http://127.0.0.1:${port}`;
    expect((await fetch(`${url}/livez`)).status).toBe(200);
    const ready = await fetch(`${url}/readyz`);
    expect([ready.status, await ready.json()]).toEqual([
      503,
      { status: 'unavailable', failing: ['temporal'] },
    ]);
    const health = (await (await fetch(`${url}/health`)).json()) as { checks: object };
    expect(health.checks).toMatchObject({
      database: { healthy: true },
      temporal: { healthy: false },
      kafka: { healthy: false },
      stripe: { healthy: false, status: 'unreachable' },
    });
    expect(api.text().out).toContain('AUTH=off');
    api.kill();
    expect(await api.exited).toBe(0);
  });
});

describe('the consumer process', () => {
  it('says when it is ready, and stops on SIGTERM', async () => {
    const consumer = launch('src/consumer.ts');
    await consumer.ready();
    consumer.kill();
    expect(await consumer.exited).toBe(0);
    expect(consumer.text().err).toBe('');
  });

  it('does not start with a faulty environment', async () => {
    const consumer = launch('src/consumer.ts', { STRIPE_SECRET_KEY: 'nonsense' });
    expect(await consumer.exited).toBe(1);
    expect(consumer.text().err).toContain('STRIPE_SECRET_KEY');
    expect(consumer.text().err).not.toContain('nonsense');
  });
});
