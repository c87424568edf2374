import type { CaseFile } from './case-file';
import { complaints, type Violation } from './violation';

/** I13: what a caller was told with a 2xx is so, and "refunded" is found in Stripe's ledger. */
export function truth(file: CaseFile): Violation[] {
  return [...promises(file), ...refunded(file)];
}

function promises({ bookingId, paymentId, booking, refundRows, told }: CaseFile): Violation[] {
  const { found, when } = complaints(bookingId, 'I13');
  for (const { what, status, body, amount } of told.filter(is2xx)) {
    const said = `${what} was answered ${status}`;
    switch (what) {
      case 'create':
        when(!booking && status !== 202, `${said}, and there is no booking`);
        when(
          body['paymentId'] !== paymentId,
          `${said} with paymentId ${String(body['paymentId'])}`,
        );
        break;
      case 'cancel':
        when(booking?.status !== 'CANCELLED', `${said}, and it is ${booking?.status}`);
        break;
      case 'refund': {
        const row = refundRows.find(({ refundId }) => refundId === body['refundId']);
        when(!row, `${said}, and there is no refund ${String(body['refundId'])}`);
        when(
          row && amount !== undefined && row.amountMinor !== amount,
          `${said} for ${amount}, and its row is of ${row?.amountMinor}`,
        );
        break;
      }
      case 'read':
        when(!booking, `${said}, and there is no booking`);
    }
  }
  return found;
}

const is2xx = ({ status }: { status: number }) => status >= 200 && status < 300;

function refunded({ bookingId, refundRows, refunds, transitions }: CaseFile): Violation[] {
  const { found, when } = complaints(bookingId, 'I13');
  const atStripe = new Set(refunds.map(({ id }) => id));
  for (const { refundId, status, manual, stripeRefundId } of refundRows)
    when(
      status === 'succeeded' && !manual && !atStripe.has(stripeRefundId ?? ''),
      `refund ${refundId} is told as done, and Stripe knows of none`,
    );
  for (const { payload } of transitions.filter(({ type }) => type === 'payment.refunded')) {
    const { manual, stripeRefundId } = payload as Record<string, unknown>;
    when(
      manual !== true && !atStripe.has(String(stripeRefundId)),
      `payment.refunded names ${String(stripeRefundId)}, and Stripe knows of none`,
    );
  }
  return found;
}
