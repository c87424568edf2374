import type { StackDescription } from '../stack/description';
import type { DemoBooking } from './booking';
import { openKafkaLog } from './evidence/kafka-log';
import { readLedger } from './evidence/ledger';
import { readPlaces } from './evidence/places';
import { dossiers } from './judge/dossier';
import { judge, type Allowance, type Verdict } from './judge/verdict';
import { awaitRest } from './rest';
import type { OpenStage } from './stage/stage';

/** Collects the evidence from the moment that it opens, and in the end judges by it. */
export async function openCourt(stack: StackDescription, run: string) {
  const { ledger } = stack.stripe;
  if (ledger === undefined) throw new Error('the judge needs the ledger of the Stripe simulator');
  const log = await openKafkaLog(stack.kafka.brokers, run);
  const ownerUrl = stack.bookingOwner.url;

  return {
    async hear(
      bookings: readonly DemoBooking[],
      stage: OpenStage,
      { allowance, restMs }: { readonly allowance: Allowance; readonly restMs: number },
    ): Promise<Verdict[]> {
      const { database } = stage;
      const cases = bookings.map((booking) => ({
        booking,
        expected: booking.ending.expected(booking, stage),
      }));
      const mayMiss = allowance.missedMoments;
      await awaitRest(cases, { database, ownerUrl }, { mayMiss, limitMs: restMs });
      await log.catchUp();
      const evidence = {
        changes: await readLedger(ledger),
        rows: await database.read(bookings.map(({ bookingId }) => bookingId)),
        records: log.records(),
        places: await readPlaces(ownerUrl),
        readAt: Date.now(),
      };
      return dossiers(cases, evidence).map((dossier, index) => ({
        booking: bookings[index]!,
        dossier,
        faults: judge(dossier, allowance),
      }));
    },
    close: () => log.close(),
  };
}
