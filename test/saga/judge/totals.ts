import type { CaseFile } from './case-file';
import { keptMinor, sum } from './money';
import { complaints, type Violation } from './violation';

/** I1, totals: by currency our rows and Stripe's ledger keep the same sum of all bookings together. */
export function totals(files: readonly CaseFile[]): Violation[] {
  const { found, when } = complaints('all', 'I1');
  const inRows = new Map<string, number>();
  const inLedger = new Map<string, number>();
  const add = (to: Map<string, number>, currency: string, minor: number) =>
    to.set(currency, (to.get(currency) ?? 0) + minor);
  for (const file of files) {
    for (const row of file.chargeRows) {
      const manual = file.refundRows.filter(
        (refund) =>
          refund.manual &&
          refund.status === 'succeeded' &&
          refund.stripeChargeId === row.stripeChargeId,
      );
      const back = row.refundedMinor - sum(manual.map(({ amountMinor }) => amountMinor));
      add(inRows, row.currency, row.amountMinor - back);
    }
    // Money that names the booking but not our paymentId is somebody else's.
    const ours = [file.own, ...file.others].filter(
      (intent) => intent?.metadata['paymentId'] === file.paymentId,
    );
    for (const intent of ours)
      if (intent) add(inLedger, intent.currency, keptMinor(file, [intent.id]));
  }
  for (const currency of new Set([...inRows.keys(), ...inLedger.keys()])) {
    const [rows, ledger] = [inRows.get(currency) ?? 0, inLedger.get(currency) ?? 0];
    when(rows !== ledger, `our rows keep ${rows} ${currency}, Stripe keeps ${ledger}`);
  }
  return found;
}
