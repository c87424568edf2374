import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { readArguments } from '../../src/backfill-arguments';
import { finalTable, lostRemark, progressLine, remarks } from '../../src/backfill-report';
import { counted, emptyTally } from '../../src/domain/scan-tally';
import { bookOf } from '../activities/saga';
import { payAt, startLossyProduct, type LossyProduct } from './lost-webhooks';
import { open } from './paying';

const ROOT = join(__dirname, '..', '..');
const NOW = new Date('2026-03-04T09:15:00Z');
const read = (...given: string[]) => readArguments(given, NOW);

describe('the arguments', () => {
  it('are all optional', () => {
    expect(read()).toEqual({ help: false, dryRun: false, wait: false });
    expect(read('--help')).toMatchObject({ help: true });
    expect(read('--wait')).toMatchObject({ wait: true });
  });

  it.each([
    ['3d', '2026-03-01T09:15:00.000Z'],
    ['30d', '2026-02-02T09:15:00.000Z'],
    ['12h', '2026-03-03T21:15:00.000Z'],
    ['90m', '2026-03-04T07:45:00.000Z'],
    ['2026-03-01', '2026-03-01T00:00:00.000Z'],
    ['2026-03-01T10:00:00+01:00', '2026-03-01T09:00:00.000Z'],
    ['2026-03-01T10:00Z', '2026-03-01T10:00:00.000Z'],
  ])('say when it happened: %s', (given, since) => {
    for (const form of [['--since', given], [`--since=${given}`]])
      expect(read(...form).range?.since.toISOString()).toBe(since);
  });

  it('may give the range an end', () => {
    const { range, dryRun } = read('--since', '3d', '--until', '2d', '--dry-run');
    expect(range?.until?.toISOString()).toBe('2026-03-02T09:15:00.000Z');
    expect(dryRun).toBe(true);
  });

  it.each([
    [['--since', '31d'], '--since: 2026-02-01T09:15:00.000Z is too long ago. Stripe keeps events'],
    [['--since', 'yesterday'], '--since: "yesterday" is neither a time nor an age. Give a time'],
    [['--since', '2026-03-01T10:00:00'], 'with its zone'],
    [['--since', '2026-13-01'], 'neither a time nor an age'],
    [['--since', '2026-03-05'], '--since: 2026-03-05T00:00:00.000Z is in the future'],
    [['--until', '1d'], '--until: a range has two ends. Give --since, too'],
    [['--since', '1d', '--until', '2d'], 'is not after --since'],
    [['--dry-run', '--wait'], '--wait: a --dry-run recovers nothing'],
    [['--for-ever'], "Unknown option '--for-ever'.\n\nnpm run backfill"],
    [['3d'], "Unexpected argument '3d'"],
    [['--since'], "'--since <value>' argument missing"],
  ])('that are wrong are named, with the rule and a way out: %j', (given, words) => {
    expect(() => read(...given)).toThrow(words);
  });
});

describe('the report', () => {
  const at = (type: string, iso: string) => ({ type, createdAt: new Date(iso) });
  const tally = [
    [at('refund.failed', '2026-03-02T10:00:00Z'), 'recovered'],
    [at('payment_intent.succeeded', '2026-03-03T10:00:00Z'), 'known'],
    [at('payment_intent.succeeded', '2026-03-01T10:00:00Z'), 'foreign'],
  ] as const;
  const all = tally.reduce((so, [event, fate]) => counted(so, event, fate), emptyTally());

  it('counts by type', () => {
    expect(finalTable(all, false)).toBe(
      [
        'type                      read  known  recovered  not ours',
        'payment_intent.succeeded     2      1          0         1',
        'refund.failed                1      0          1         0',
        'all                          3      1          1         1',
      ].join('\n'),
    );
    expect(all).toMatchObject({
      ...{ newest: '2026-03-03T10:00:00.000Z', oldest: '2026-03-01T10:00:00.000Z' },
    });
  });

  it('says how far it is, and what the numbers mean', () => {
    expect(progressLine(all, true)).toBe(
      '3 events read, back to 2026-03-01 10:00:00Z; 1 missing so far',
    );
    expect(remarks(all, false)).toEqual(['1 event recovered; the consumer delivers them.']);
    expect(remarks({ ...all, recovered: 0, unreadable: 2 }, false)).toEqual([
      'Nothing is missing.',
      "2 events could not be read: look at them in Stripe's dashboard.",
    ]);
    const lost = { since: '2026-01-01T00:00:00.000Z', until: '2026-02-02T09:15:00.000Z' };
    expect(lostRemark(lost)).toContain('until 2026-02-02 09:15:00Z cannot be recovered');
  });
});

describe('the command', () => {
  let product: LossyProduct;
  beforeAll(async () => {
    product = await startLossyProduct();
  });
  afterAll(() => product.stop());

  interface Ended {
    code: number;
    out: string;
    err: string;
  }

  function backfill(given: string[], changed: Record<string, string> = {}): Promise<Ended> {
    const env = {
      PATH: process.env['PATH'] ?? '',
      STRIPE_SECRET_KEY: 'sk_test_tests',
      STRIPE_PUBLISHABLE_KEY: 'pk_test_tests',
      STRIPE_WEBHOOK_SECRET: 'whsec_x',
      STRIPE_API_BASE: `http://127.0.0.1:${product.saga.stripePort}`,
      DATABASE_URL: product.saga.databaseUrl,
      ...changed,
    };
    const args = ['--import', 'tsx', 'src/backfill.ts', ...given];
    return new Promise((resolve) => {
      execFile(process.execPath, args, { cwd: ROOT, env }, (error, out, err) =>
        resolve({ code: error ? Number(error.code) : 0, out, err }),
      );
    });
  }

  it('H29: shows what is missing, recovers it, waits for its delivery', async () => {
    const { order, intentId } = await open(product);
    await payAt(product, intentId);

    const dry = await backfill(['--since', '1h', '--dry-run']);
    expect(dry).toMatchObject({ code: 0, err: '' });
    expect(dry.out).toMatch(/payment_intent\.succeeded +1 +0 +1 +0\n/);
    expect(dry.out).toContain('would be recovered');
    expect(await product.rowsOf(intentId)).toEqual([]);

    product.dispatcher.start();
    const real = await backfill(['--since', '1h', '--wait']);
    expect(real).toMatchObject({ code: 0, err: '' });
    expect(real.out).toMatch(/type +read +known +recovered +not ours\n/);
    expect(real.out).toContain('All recovered events are delivered.');
    await product.temporal.idle();
    const { booking } = await bookOf(product.db, order.bookingId);
    expect(booking.status).toBe('CONFIRMED');

    const again = await backfill(['--since', '1h']);
    expect([again.code, again.out]).toEqual([0, expect.stringContaining('Nothing is missing.')]);
    await product.dispatcher.stop();
  });

  it('goes on from where the last scan ended, and says what is lost for good', async () => {
    const position = new Date(Date.now() - 40 * 86_400_000);
    await product.db.stripeCursor.create({ data: { name: 'webhook-backfill', position } });
    const late = await backfill([]);
    expect(late.code).toBe(1);
    expect(late.out).toContain('cannot be recovered');
    expect(await backfill([])).toMatchObject({ code: 0, err: '' });
  });

  it('tells how far it is while it takes long', async () => {
    const slow = { kind: 'latency', ms: 1_200, match: { path: '/v1/events' }, times: 1 };
    await product.saga.simulate('/faults', slow);
    const { out } = await backfill(['--since', '1h']);
    expect(out).toMatch(/^ +\d+\.\d s {2}\d+ events read, back to .*Z; 0 recovered so far\n/);
  });

  it('explains itself', async () => {
    const { code, out } = await backfill(['--help'], { DATABASE_URL: '' });
    expect(code).toBe(0);
    expect(out).toContain('--since <when>');
  });

  it.each<[string, string[], Record<string, string>, string]>([
    ['wrong arguments', ['--since', '31d'], {}, 'Stripe keeps events for 30 days'],
    ['a key that Stripe refuses', [], { STRIPE_SECRET_KEY: 'sk_test_other' }, 'STRIPE_SECRET_KEY'],
    [
      'a database that is down',
      [],
      { DATABASE_URL: 'postgresql://u@127.0.0.1:1/x' },
      'DATABASE_URL',
    ],
  ])('ends with 1 and one plain sentence at %s', async (_what, given, changed, words) => {
    const { code, err } = await backfill(given, changed);
    expect(code).toBe(1);
    expect(err).toContain(words);
    expect(err).not.toMatch(/\n\s+at |sk_test_/);
  });
});
