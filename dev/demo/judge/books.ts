import type { Dossier } from './dossier';
import { capturedMinor, keptMinor, sum, withdrawnMinor } from './sums';

export interface Sums {
  readonly currency: string;
  readonly capturedMinor: number;
  readonly keptMinor: number;
  /** What banks have taken for disputes that are open or lost. */
  readonly disputedMinor: number;
}

/** All money of these bookings by currency, stray money included, from Stripe's ledger. */
export function books(all: readonly Dossier[]): Sums[] {
  const sums = new Map<string, Sums>();
  for (const dossier of all)
    for (const intent of [...(dossier.own ? [dossier.own] : []), ...dossier.strays]) {
      const { currency } = intent;
      const disputed = dossier.stripeDisputes
        .filter(({ payment_intent }) => payment_intent === intent.id)
        .map(({ id }) => withdrawnMinor(dossier, id));
      const before = sums.get(currency);
      sums.set(currency, {
        currency,
        capturedMinor: (before?.capturedMinor ?? 0) + capturedMinor(dossier, intent.id),
        keptMinor: (before?.keptMinor ?? 0) + keptMinor(dossier, intent),
        disputedMinor: (before?.disputedMinor ?? 0) + sum(disputed),
      });
    }
  return [...sums.values()].sort((a, b) => (a.currency < b.currency ? -1 : 1));
}
