import type { Dossier } from './dossier';
import { capturedMinor, keptMinor } from './money';

export interface Sums {
  readonly currency: string;
  readonly capturedMinor: number;
  readonly keptMinor: number;
}

/** All money of these bookings by currency, stray money included, from Stripe's ledger. */
export function books(all: readonly Dossier[]): Sums[] {
  const sums = new Map<string, Sums>();
  for (const dossier of all)
    for (const intent of [...(dossier.own ? [dossier.own] : []), ...dossier.strays]) {
      const { currency } = intent;
      const before = sums.get(currency);
      sums.set(currency, {
        currency,
        capturedMinor: (before?.capturedMinor ?? 0) + capturedMinor(dossier, intent.id),
        keptMinor: (before?.keptMinor ?? 0) + keptMinor(dossier, intent),
      });
    }
  return [...sums.values()].sort((a, b) => (a.currency < b.currency ? -1 : 1));
}
