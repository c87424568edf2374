import { loadavg } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { PRODUCT, type ProductName } from '../parts/product';
import type { Stack } from '../stack/stack';
import { KINDS } from './absence';
import type { Arguments } from './arguments';
import { createCrowd } from './crowd';
import { createCustomers } from './customer';
import type { Evidence } from './evidence';
import { LIMITS } from './limits';
import { readLog } from './log';
import { createRequests } from './requests';
import { openRows, type Rows } from './rows';
import { watch } from './watch';

type Say = (line: string) => void;

const WARM_UP = 3;
const LOOK_MS = 500;
const QUIET_MS = 3_000;
/** Beyond the limit, to tell how late it was. */
const GRACE_MS = 60_000;

/** Customers keep coming while Kafka goes and comes back; answers all that can be known of it. */
export async function trial(stack: Stack, wanted: Arguments, say: Say): Promise<Evidence> {
  const description = stack.description();
  const rows = await openRows(description.postgres.url);
  const warmUp = createRequests(description.api.url);
  await createCrowd(createCustomers(description, warmUp), { ...wanted, name: 'warm' }).warmUp(
    WARM_UP,
  );

  const requests = createRequests(description.api.url);
  const crowd = createCrowd(createCustomers(description, requests), { ...wanted, name: 'outage' });
  const pids = pidsOf(stack);
  const load = [loadavg()[0]!];
  const enough = new AbortController();
  const coming = crowd.come(enough.signal);
  const watching = watch({ rows, crowd, requests, say });
  try {
    const { wentAt, returnedAt } = await absence(stack, wanted, say);
    await sleep(wanted.aroundMs);
    enough.abort();
    say('nobody comes any more; the last ones finish');
    await coming;
    load.push(loadavg()[0]!);
    await atRest(rows, returnedAt + LIMITS.publishedMs + GRACE_MS);
    say('reading Kafka from its beginning');
    const [bookings, records, flags] = await Promise.all([
      rows.bookings(),
      rows.records(),
      rows.flags(),
    ]);
    return {
      load,
      wasAway: wanted.kind !== 'none',
      ...{ wentAt, returnedAt, bookings, rows: records, flags },
      ...{ asked: requests.all, troubles: crowd.troubles, turnedAway: crowd.turnedAway() },
      log: await readLog(description.kafka.brokers),
      died: died(pids, pidsOf(stack)),
    };
  } finally {
    watching.stop();
    await rows.close();
  }
}

async function absence(stack: Stack, { outageMs, aroundMs, kind }: Arguments, say: Say) {
  say(`customers come; Kafka goes in ${aroundMs / 1_000} s`);
  await sleep(aroundMs);
  const wentAt = Date.now();
  const comeBack = await KINDS[kind].begin(stack.process('kafka'));
  say(`Kafka is away (${kind}) for ${Math.round(outageMs / 1_000)} s`);
  await sleep(wentAt + outageMs - Date.now());
  say('Kafka comes back');
  await comeBack();
  const returnedAt = Date.now();
  say('Kafka answers again');
  return { wentAt, returnedAt };
}

/** Nothing waits, and for a while nothing is added. Past the limit, things are judged as they are. */
async function atRest(rows: Rows, giveUpAt: number): Promise<void> {
  let quietSince = Date.now();
  for (let before = -1; Date.now() < giveUpAt; await sleep(LOOK_MS)) {
    const { records, waiting } = await rows.now();
    if (waiting > 0 || records !== before) quietSince = Date.now();
    if (Date.now() - quietSince > QUIET_MS) return;
    before = records;
  }
}

type Pids = Readonly<Record<ProductName, number | undefined>>;
const NAMES = Object.keys(PRODUCT) as ProductName[];

function pidsOf(stack: Stack): Pids {
  return Object.fromEntries(NAMES.map((name) => [name, stack.process(name).pid()])) as Pids;
}

function died(before: Pids, after: Pids): string[] {
  return NAMES.filter((name) => after[name] === undefined || after[name] !== before[name]);
}
