import type { StripeEvent } from '../objects/event';
import type { LedgerLine } from './ledger';
import type { World } from './world';

type Restorers = { saved(line: LedgerLine): void; delivery(line: LedgerLine): void; clear(): void };

/** The whole state is in the ledger: reading it once more brings it back after a restart. */
export function restoreFrom(world: World, rest: Restorers): void {
  const restore: Partial<Record<LedgerLine['kind'], (line: LedgerLine) => void>> = {
    change: world.store.restore,
    event: (line) => world.events.restore(line['event'] as StripeEvent),
    saved: rest.saved,
    delivery: rest.delivery,
    clock: (line) => world.clock.setOffset(line['offset_seconds'] as number),
    reset() {
      world.store.clear();
      world.events.clear();
      world.clock.setOffset(0);
      rest.clear();
    },
  };
  for (const line of world.ledger.history()) restore[line.kind]?.(line);
}
