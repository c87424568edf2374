import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Kafka, logLevel } from 'kafkajs';
import { Client } from 'pg';
import { processIdentity } from '../../dev/parts/process-identity';
import { startStack, type Stack } from '../../dev/stack/stack';
import type { StackDescription } from '../../dev/stack/description';
import { scratch, type Scratch } from '../support/scratch';

describe('a local stack without the product', () => {
  let folder: Scratch;
  let stack: Stack;
  beforeAll(async () => {
    folder = scratch('stack');
    stack = await start();
  }, 120_000);
  afterAll(async () => {
    await stack.stop();
    folder.remove();
  });

  function start(): Promise<Stack> {
    return startStack({
      localDir: folder.dir,
      ports: 'free',
      env: process.env,
      onProgress: () => undefined,
      product: false,
      endWithUs: true,
    });
  }

  const file = () => join(folder.dir, 'stack.json');
  const kafka = () =>
    new Kafka({
      brokers: [...stack.description().kafka.brokers],
      logLevel: logLevel.NOTHING,
    }).admin();

  it('says in stack.json where everything is', async () => {
    const said = JSON.parse(readFileSync(file(), 'utf8')) as StackDescription;
    expect(said).toEqual(stack.description());
    expect(Object.keys(said.processes).sort()).toEqual(
      ['bookingOwner', 'kafka', 'postgres', 'stripe', 'temporal'].sort(),
    );
    expect((await fetch(said.temporal.ui ?? '')).status).toBe(200);
    expect((await fetch(said.bookingOwner.url)).status).toBe(200);
  });

  it('is alone in its folder', async () => {
    await expect(start()).rejects.toThrow(`process ${process.pid} runs a stack in ${folder.dir}`);
  });

  it('lets tests take Kafka away and bring it back', async () => {
    const before = stack.description().processes['kafka'];
    await stack.process('kafka').kill('SIGKILL');
    expect(stack.description().processes['kafka']).toBeUndefined();
    await stack.process('kafka').start();
    expect(stack.description().processes['kafka']).not.toBe(before);
    expect(() => stack.process('api')).toThrow('api is no process of this stack');
  });

  it('leaves no process behind, and goes on from its data at the next start', async () => {
    const first = stack.description();
    const admin = kafka();
    await admin.connect();
    await admin.createTopics({ topics: [{ topic: 'kept', numPartitions: 1 }] });
    await admin.disconnect();
    await execute(first.postgres.url, 'CREATE TABLE kept (id int)');

    await stack.stop();
    expect(Object.values(first.processes).filter((pid) => processIdentity(pid))).toEqual([]);
    expect(existsSync(file())).toBe(false);

    stack = await start();
    expect(stack.description().stripe.secretKey).toBe(first.stripe.secretKey);
    await execute(stack.description().postgres.url, 'DROP TABLE kept');
    const again = kafka();
    await again.connect();
    expect(await again.listTopics()).toContain('kept');
    await again.disconnect();
  });
});

async function execute(url: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
