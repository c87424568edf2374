import type { CaseFile } from './case-file';
import { owedMinor, wasTaken } from './money';
import { complaints, type Violation } from './violation';

/** PaymentIntents that the product made for this booking. */
function made({ own, others, paymentId }: CaseFile) {
  return [...(own ? [own] : []), ...others].filter(({ key }) =>
    key?.startsWith(`payment-intent:${paymentId}:`),
  );
}

/** I3: intent first. Nothing was asked of Stripe before the booking's row was there. */
export function intentFirst(file: CaseFile): Violation[] {
  const { found, when } = complaints(file.bookingId, 'I3');
  for (const { id, bornAtMs } of made(file)) {
    when(!file.booking, `${id} was made for it, and it has no row`);
    when(
      file.booking && file.booking.createdAt.getTime() > bornAtMs,
      `${id} was made before its row`,
    );
    const early = file.charges.find(
      (charge) =>
        charge.payment_intent === id &&
        (!file.booking || charge.bornAtMs < file.booking.createdAt.getTime()),
    );
    when(early, `${early?.id} is older than its row`);
  }
  return found;
}

/** I4: one PaymentIntent of ours, one payment that is kept, and none open once it is over. */
export function onePayment(file: CaseFile): Violation[] {
  const { found, when } = complaints(file.bookingId, 'I4');
  const ours = made(file);
  when(ours.length > 1, `${ours.length} PaymentIntents were made for it`);
  when(
    file.own === undefined && ours.length > 0 && file.payment?.status !== 'initiating',
    `${ours[0]?.id} was made for it, and is not on record`,
  );
  const kept = [...ours, ...file.others.filter((intent) => !ours.includes(intent))]
    .filter(({ metadata }) => metadata['paymentId'] === file.paymentId)
    .filter(({ id }) => owedMinor(file, id) > 0);
  const flagged = file.flags.length > 0;
  when(kept.length > 1 && !flagged, `money is kept on ${kept.length} PaymentIntents`);
  for (const { id } of ours) {
    const taken = file.charges.filter((charge) => charge.payment_intent === id && wasTaken(charge));
    when(taken.length > 1, `${id} took money ${taken.length} times`);
  }
  const over = file.booking !== undefined && file.booking.status !== 'PENDING_PAYMENT';
  for (const { id, status } of ours)
    when(
      over && !['succeeded', 'canceled'].includes(status),
      `it is ${file.booking?.status}, and ${id} can still be paid (${status})`,
    );
  return found;
}
