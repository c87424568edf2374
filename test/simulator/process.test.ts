import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { order, sdk, SECRET_KEY } from './started';

const root = join(__dirname, '..', '..');

describe('the process', () => {
  const children: ChildProcess[] = [];
  afterEach(() => children.forEach((child) => child.kill('SIGKILL')));

  function start(env: Record<string, string>) {
    const child = spawn(process.execPath, ['--import', 'tsx', 'dev/stripe/main.ts'], {
      cwd: root,
      env: { ...process.env, STRIPE_SIM_PORT: '0', STRIPE_SIM_SECRET_KEY: SECRET_KEY, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    children.push(child);
    return child;
  }

  async function readyUrl({ stdout }: ReturnType<typeof start>): Promise<string> {
    for await (const line of createInterface({ input: stdout })) {
      const { msg, url } = JSON.parse(line) as { msg: string; url: string };
      if (msg === 'ready') return url;
    }
    throw new Error('The process ended before it was ready.');
  }

  it('says when it is ready, survives being killed, and stops when asked', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'stripe-process-'));
    const env = { STRIPE_SIM_LEDGER: join(folder, 'ledger.jsonl') };
    const first = start(env);
    const intent = await sdk(await readyUrl(first)).paymentIntents.create(order);
    first.kill('SIGKILL');
    await once(first, 'exit');

    const second = start(env);
    const found = await sdk(await readyUrl(second)).paymentIntents.retrieve(intent.id);
    expect(found).toEqual(intent);
    const asked = Date.now();
    second.kill('SIGTERM');
    const [code] = (await once(second, 'exit')) as [number | null];
    expect(code).toBe(0);
    expect(Date.now() - asked).toBeLessThan(2000);
    rmSync(folder, { recursive: true });
  });

  it.each([
    ['STRIPE_SIM_PORT', 'eighty'],
    ['STRIPE_SIM_SECRET_KEY', 'sk_live_1'],
    ['STRIPE_SIM_WEBHOOKS', 'http://127.0.0.1/'],
    ['STRIPE_SIM_WEBHOOKS', '[{"url":"http://127.0.0.1/","secrets":[]}]'],
  ])('refuses to start with %s=%s, and names it', async (name, value) => {
    const child = start({ [name]: value });
    let said = '';
    child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
    const [code] = (await once(child, 'close')) as [number | null];
    expect(code).toBe(1);
    expect(said).toContain(name);
  });
});
