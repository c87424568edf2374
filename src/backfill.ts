import { setTimeout as pause } from 'node:timers/promises';
import { HELP, readArguments, type Arguments } from './backfill-arguments';
import { finalTable, lostRemark, progressLine, remarks } from './backfill-report';
import { readConfig } from './config';
import { createDatabase, type Database } from './db/client';
import { recoveredEvents } from './db/recovered-events';
import { isDatabaseUnavailable } from './db/unavailable';
import type { CatchUp, Tally } from './domain/scan-tally';
import { createBackfill, type Backfill } from './inbox/webhook-backfill';
import { createLogger } from './logger';
import { createStripe } from './stripe/client';
import { stripeFault } from './stripe/errors';
import { createEvents } from './stripe/events';
import { createPaymentIntents } from './stripe/payment-intents';

const SECOND = 1_000;
const WAIT_MS = 5 * 60 * SECOND;
const startedAt = Date.now();

const say = (text: string) => void process.stdout.write(`${text}\n`);

/** The command that recovers lost webhooks. True when all is read and, if wanted, delivered. */
async function run(given: readonly string[]): Promise<boolean> {
  const wanted = readArguments(given, new Date());
  if (wanted.help) {
    process.stdout.write(HELP);
    return true;
  }
  const config = readConfig(process.env);
  const db = createDatabase(config.DATABASE_URL, 4);
  const stripe = createStripe(config.STRIPE_SECRET_KEY, config.STRIPE_API_BASE);
  const backfill = createBackfill({
    db,
    events: createEvents(stripe, { retries: 3 }),
    intents: createPaymentIntents(stripe),
    livemode: config.livemode,
    now: Date.now,
    logger: createLogger('backfill', 'silent'), // what it would log is in the report
  });
  try {
    const { lost, ...tally } = await scanned(backfill, wanted);
    say(`\n${finalTable(tally, wanted.dryRun)}\n`);
    for (const remark of remarks(tally, wanted.dryRun)) say(remark);
    if (lost) say(lostRemark(lost));
    const delivered = !wanted.wait || (await isDelivered(db));
    return !lost && tally.unreadable === 0 && delivered;
  } finally {
    await db.$disconnect();
  }
}

async function scanned(
  { scan, plan, catchUp }: Backfill,
  { range, dryRun }: Arguments,
): Promise<Tally & Pick<CatchUp, 'lost'>> {
  const tell = eachSecond();
  const onProgress = (tally: Tally) => tell(() => progressLine(tally, dryRun));
  if (range) return scan(range, { onProgress, dryRun });
  if (!dryRun) return catchUp(onProgress);
  return scan(await plan(), { onProgress, dryRun });
}

/** The dispatcher is another process: this only watches. */
async function isDelivered(db: Database): Promise<boolean> {
  const tell = eachSecond();
  const until = Date.now() + WAIT_MS;
  for (;;) {
    const { undelivered: left } = await recoveredEvents(db);
    if (left === 0) {
      say('All recovered events are delivered.');
      return true;
    }
    if (Date.now() > until) {
      say(`${left} recovered events are still undelivered. Does the consumer run? See its log.`);
      return false;
    }
    tell(() => `waiting for the consumer: ${left} recovered events to be delivered`);
    await pause(SECOND / 2);
  }
}

/** Says at most one line a second, the first after one. */
function eachSecond(): (line: () => string) => void {
  let next = Date.now() + SECOND;
  return (line) => {
    if (Date.now() < next) return;
    next = Date.now() + SECOND;
    say(`${((Date.now() - startedAt) / SECOND).toFixed(1).padStart(6)} s  ${line()}`);
  };
}

/** In words for the person at the terminal; errors of Stripe's and Prisma's may quote too much. */
function explained(error: unknown): string {
  const fault = stripeFault(error);
  if (fault) return `Stripe did not list its events (${wordOf(error)}). ${AGAIN}`;
  if (isDatabaseUnavailable(error)) return `The database does not answer (DATABASE_URL). ${AGAIN}`;
  return error instanceof Error ? error.message : String(error);
}

const AGAIN = 'Run the command again: it goes on with what is missing.';

function wordOf(error: unknown): string {
  const { statusCode, code } = error as { statusCode?: number; code?: string };
  if (statusCode === 401) return 'it refuses STRIPE_SECRET_KEY';
  if (statusCode === 403) return 'STRIPE_SECRET_KEY may not read events';
  return [statusCode ?? 'no answer', code].filter(Boolean).join(', ');
}

run(process.argv.slice(2)).then(
  (allWell) => process.exit(allWell ? 0 : 1),
  (error: unknown) => {
    process.stderr.write(`${explained(error)}\n`);
    process.exit(1);
  },
);
