import { exchange } from '../stage/http';
import { patiently } from '../stage/patience';

const PATIENCE_MS = 10_000;

/** What the owner's inventory says: booking → held, confirmed or released. */
export async function readPlaces(ownerUrl: string): Promise<Map<string, string>> {
  const { body } = await patiently("the owner's inventory", PATIENCE_MS, () =>
    exchange('GET', `${ownerUrl}/_control/state`),
  );
  const kept = ['holds', 'confirmed', 'tombstones'].flatMap((name) => body[name] as Entry[]);
  return new Map(kept.map(({ bookingId, state }) => [bookingId, state]));
}

interface Entry {
  readonly bookingId: string;
  readonly state: string;
}
