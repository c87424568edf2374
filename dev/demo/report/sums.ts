import { books } from '../judge/books';
import type { Verdict } from '../judge/verdict';
import { shown } from '../price';

/** What Stripe took, gave back and keeps, a line for each currency. */
export function moneyByCurrency(verdicts: readonly Verdict[]): string[] {
  return books(verdicts.map(({ dossier }) => dossier)).map(
    ({ currency, capturedMinor, keptMinor: kept }) => {
      const taken = shown({ amountMinor: capturedMinor, currency });
      const back = shown({ amountMinor: capturedMinor - kept, currency });
      return `Stripe took ${taken}, gave back ${back}, keeps ${shown({ amountMinor: kept, currency })}.`;
    },
  );
}
