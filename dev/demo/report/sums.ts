import { books } from '../judge/books';
import type { Verdict } from '../judge/verdict';
import { shown } from '../price';

/** What Stripe took, gave back and keeps, a line for each currency. */
export function moneyByCurrency(verdicts: readonly Verdict[]): string[] {
  return books(verdicts.map(({ dossier }) => dossier)).map(
    ({ currency, capturedMinor, keptMinor: kept, disputedMinor: disputed }) => {
      const text = (amountMinor: number) => shown({ amountMinor, currency });
      const toBanks = disputed === 0 ? '' : `, of which banks took ${text(disputed)} for disputes`;
      return `Stripe took ${text(capturedMinor)}, gave back ${text(capturedMinor - kept)}, keeps ${text(kept)}${toBanks}.`;
    },
  );
}
