import {
  IDEMPOTENCY_TABLES,
  createMemoryStore,
  createPrismaStore,
  type IdempotencyStore,
} from '@booking-payment/events';
import { Client } from 'pg';
import { createDatabase, type Database } from '../../src/db/client';
import { freshDatabase, type FreshDatabase } from '../support/postgres';
import { gate } from './consuming';

let fresh: FreshDatabase;
let database: Database;

beforeAll(async () => {
  fresh = await freshDatabase();
  const client = new Client({ connectionString: fresh.url });
  await client.connect();
  await client.query(IDEMPOTENCY_TABLES);
  await client.query('CREATE TABLE mail (receiver text NOT NULL)');
  await client.end();
  database = createDatabase(fresh.url);
});
afterAll(async () => {
  await database.$disconnect();
  await fresh.drop();
});

const stores: [string, () => IdempotencyStore<unknown>][] = [
  [
    'in PostgreSQL, by Prisma',
    () => createPrismaStore(database, { consumer: `c-${Math.random()}` }),
  ],
  ['in memory', createMemoryStore],
];

describe.each(stores)('an idempotency store %s', (_, createStore) => {
  const counting = () => {
    const effects: string[] = [];
    return { effects, effect: (name: string) => () => Promise.resolve(void effects.push(name)) };
  };

  it('lets an effect happen once per event', async () => {
    const store = createStore();
    const { effects, effect } = counting();
    expect(await store.once('e-1', effect('first'))).toBe(true);
    expect(await store.once('e-1', effect('copy'))).toBe(false);
    expect(await store.once('e-2', effect('other'))).toBe(true);
    expect(effects).toEqual(['first', 'other']);
  });

  it('forgets an event whose effect failed', async () => {
    const store = createStore();
    const { effects, effect } = counting();
    await expect(store.once('e-1', () => Promise.reject(new Error('away')))).rejects.toThrow(
      'away',
    );
    expect(await store.once('e-1', effect('again'))).toBe(true);
    expect(effects).toEqual(['again']);
  });

  it('lets a copy wait while the first one is worked on, and stand in when that fails', async () => {
    const store = createStore();
    const { effects, effect } = counting();
    const [begun, held] = [gate(), gate()];
    const first = store.once('e-1', async () => {
      begun.open();
      await held.passed;
      throw new Error('away');
    });
    await begun.passed;
    const copies = [store.once('e-1', effect('copy')), store.once('e-1', effect('copy'))];
    expect(effects).toEqual([]);
    held.open();
    await expect(first).rejects.toThrow('away');
    expect((await Promise.all(copies)).sort()).toEqual([false, true]);
    expect(effects).toEqual(['copy']);
  });

  it('drops what comes after a later event of its subject, and of no other', async () => {
    const store = createStore();
    const { effects, effect } = counting();
    const identity = (eventId: string, subject: string, sequence: number) => ({
      ...{ eventId, subject, sequence },
    });
    expect(await store.once(identity('e-3', 'bk-1', 3), effect('3'))).toBe(true);
    expect(await store.once(identity('e-2', 'bk-1', 2), effect('2'))).toBe(false);
    expect(await store.once(identity('e-1', 'bk-2', 1), effect('other'))).toBe(true);
    expect(await store.once('e-0', effect('without order'))).toBe(true);
    expect(effects).toEqual(['3', 'other', 'without order']);
  });
});

describe('the store in PostgreSQL', () => {
  const mails = async () =>
    (await database.$queryRawUnsafe<{ receiver: string }[]>('SELECT receiver FROM mail')).map(
      ({ receiver }) => receiver,
    );

  it('writes the effect with the event: both or neither', async () => {
    const store = createPrismaStore(database, { consumer: 'mails' });
    const mail = (receiver: string, fails = false) =>
      store.once('e-1', async (tx) => {
        await tx.$executeRaw`INSERT INTO mail VALUES (${receiver})`;
        if (fails) throw new Error('after the effect');
      });
    await expect(mail('rolled back', true)).rejects.toThrow('after the effect');
    await mail('kept');
    await mail('a copy');
    expect(await mails()).toEqual(['kept']);
  });

  it('keeps consumers apart', async () => {
    const names = ['receipts', 'analytics'];
    const applied = names.map((consumer) =>
      createPrismaStore(database, { consumer }).once('e-9', () => Promise.resolve()),
    );
    expect(await Promise.all(applied)).toEqual([true, true]);
  });
});
