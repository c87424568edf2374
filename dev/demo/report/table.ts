import { keptMinor } from '../judge/sums';
import type { Verdict } from '../judge/verdict';
import { shown } from '../price';
import { moneyByCurrency } from './sums';

const HEAD = ['ending', 'booking', 'payment', 'Stripe keeps', 'Kafka', 'verdict'];
const AMOUNT_COLUMNS = new Set([3, 4]);

/** A line for each booking, the money by currency, and a sentence for all that is wrong. */
export function finalTable(verdicts: readonly Verdict[]): string {
  const rows = [HEAD, ...verdicts.map(row)];
  const widths = HEAD.map((_, column) => Math.max(...rows.map((each) => each[column]!.length)));
  const lines = rows.map((each) =>
    each
      .map((text, column) =>
        AMOUNT_COLUMNS.has(column) ? text.padStart(widths[column]!) : text.padEnd(widths[column]!),
      )
      .join('  ')
      .trimEnd(),
  );
  return [...lines, '', ...moneyByCurrency(verdicts), '', ...sentences(verdicts)].join('\n');
}

function row({ booking, dossier, faults }: Verdict): string[] {
  const { payment, own, records } = dossier;
  const { currency } = booking.price;
  return [
    booking.ending.about,
    payment?.status ?? '-',
    payment?.paymentStatus ?? '-',
    own ? shown({ amountMinor: keptMinor(dossier, own), currency }) : '-',
    String(records.length),
    faults.length === 0 ? 'as it should be' : 'WRONG',
  ];
}

export function sentences(verdicts: readonly Verdict[]): string[] {
  const wrong = verdicts.filter(({ faults }) => faults.length > 0);
  if (wrong.length === 0) return [`All ${verdicts.length} bookings ended as they should.`];
  return [
    `${wrong.length} of ${verdicts.length} bookings ended wrongly:`,
    ...wrong.flatMap(({ booking, faults }) => [
      `  ${booking.bookingId} (${booking.ending.about})`,
      ...faults.map((fault) => `    ${fault}`),
    ]),
  ];
}
