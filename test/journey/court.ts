import { connectDatabase } from '../../dev/demo/evidence/database';
import { openKafkaLog } from '../../dev/demo/evidence/kafka-log';
import { readLedger } from '../../dev/demo/evidence/ledger';
import { readPlaces } from '../../dev/demo/evidence/places';
import { dossiers } from '../../dev/demo/judge/dossier';
import { NOTHING_FAILED, judge, type Allowance } from '../../dev/demo/judge/verdict';
import { awaitRest } from '../../dev/demo/rest';
import type { Told, Tried } from '../../dev/demo/tried';
import type { World } from './world';

const REST_MS = 60_000;
const ANSWERED: readonly [route: RegExp, what: Told['what']][] = [
  [/^POST \/api\/v1\/payments$/, 'create'],
  [/^POST \/api\/v1\/payments\/\w+\/cancel$/, 'cancel'],
  [/^POST \/api\/v1\/payments\/\w+\/confirm$/, 'confirm'],
  [/^POST \/api\/v1\/payments\/\w+\/refunds$/, 'refund'],
  [/^POST \/api\/v1\/disputes\/\w+\/evidence$/, 'evidence'],
  [/^GET \/api\/v1\/bookings\/[\w.:-]+$/, 'read'],
];

/**
 * What is wrong with any booking of this world, by the judge of the demo: Stripe's ledger, the
 * database, Kafka and the owner's inventory. Nothing is expected but what must always hold.
 */
export async function verdictOn(
  { at, answers }: World,
  more: Partial<Allowance> = {},
): Promise<string[]> {
  const database = await connectDatabase(at.postgres.url);
  const log = await openKafkaLog(at.kafka.brokers, `court-${Date.now()}`, 'the start');
  try {
    const cases = (await database.everyBooking()).map((row) => ({ booking: tried(row, answers) }));
    const ownerUrl = at.bookingOwner.url;
    const rest = await awaitRest(cases, { database, ownerUrl }, { mayMiss: [], limitMs: REST_MS });
    await log.catchUp();
    const evidence = {
      changes: await readLedger(at.stripe.ledger ?? ''),
      rows: await database.read(cases.map(({ booking }) => booking.bookingId)),
      records: log.records(),
      places: await readPlaces(ownerUrl),
      readAt: Date.now(),
    };
    const found = dossiers(cases, evidence).flatMap((dossier) =>
      judge(dossier, { ...NOTHING_FAILED, ...more }).map(
        (fault) => `${dossier.booking.bookingId}: ${fault}`,
      ),
    );
    const nothing = cases.length === 0 ? ['there is no booking to judge'] : [];
    return [...nothing, ...(rest === 'at rest' ? [] : ['it does not come to rest']), ...found];
  } finally {
    await log.close();
    await database.close();
  }
}

type Row = Awaited<ReturnType<Awaited<ReturnType<typeof connectDatabase>>['everyBooking']>>[number];

function tried(row: Row, answers: World['answers']): Tried {
  const { bookingId, paymentId, userId, amountMinor, currency } = row;
  const told = answers.flatMap(({ route, status, body }): Told[] => {
    const what = ANSWERED.find(([pattern]) => pattern.test(route))?.[1];
    const names = body['bookingId'] === bookingId || body['paymentId'] === paymentId;
    return what && names && status >= 200 && status < 300 ? [{ what, body }] : [];
  });
  return { bookingId, paymentId, userId, price: { amountMinor, currency }, told };
}
