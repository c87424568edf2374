import { refused } from '../refusals';
import type { Account } from './account';
import type { Charge, Refund } from './objects';

export interface NewRefund {
  chargeId: string;
  amountMinor: number;
  metadata: Record<string, string>;
}

/** Refunds (reference/stripe.md section 4): accepted, pending, and failing even after success. */
export function createRefunds(account: Account) {
  function charge(id: string): Charge {
    const found = account.charges.find((one) => one.id === id);
    if (!found) throw refused('resource_missing');
    return found;
  }

  /** Cumulative; what failed has come back. */
  function refundedMinor(chargeId: string): number {
    let total = 0;
    for (const { chargeId: of, status, amountMinor } of account.refunds)
      if (of === chargeId && status !== 'failed') total += amountMinor;
    return total;
  }

  function news(refund: Refund, type: string): void {
    const { id, chargeId, intentId, amountMinor: amount, status, metadata } = refund;
    const { refundId, paymentId } = metadata;
    account.tell(type, id, {
      paymentIntentId: intentId,
      chargeId,
      amount,
      status,
      ...(refundId !== undefined && { refundId }),
      ...(paymentId !== undefined && { paymentId }),
      ...(refund.failureReason !== undefined && { failureReason: refund.failureReason }),
    });
  }

  const refunds = {
    /** What becomes of refunds that are asked for from now on. */
    answer: 'succeeded' as 'succeeded' | 'pending',
    charge,
    refundedMinor,

    create({ chargeId, amountMinor, metadata }: NewRefund): Refund {
      const { capturedMinor, intentId } = charge(chargeId);
      if (account.disputes.some((one) => one.stripeChargeId === chargeId && !one.refundable))
        throw refused('charge_disputed');
      const left = capturedMinor - refundedMinor(chargeId);
      if (amountMinor > left) {
        account.overdrawn += 1;
        throw refused(left === 0 ? 'charge_already_refunded' : 'invalid_request_error');
      }
      const id = account.newId('re');
      const status = refunds.answer;
      const made: Refund = { id, chargeId, intentId, amountMinor, status, metadata };
      account.refunds.push(made);
      const { refundId } = metadata;
      const more = refundId === undefined ? {} : { refundId };
      account.enter({ what: 'refund_made', intentId, id, amountMinor, ...more });
      news(made, 'refund.created');
      account.tell('charge.refunded', chargeId, {
        paymentIntentId: intentId,
        chargeId,
        amountRefunded: refundedMinor(chargeId),
      });
      return made;
    },

    settle(refund: Refund): void {
      if (refund.status !== 'pending') return;
      refund.status = 'succeeded';
      news(refund, 'refund.updated');
    },

    /** Also after it has succeeded. */
    fail(refund: Refund, reason = 'lost_or_stolen_card'): void {
      if (refund.status === 'failed') return;
      refund.status = 'failed';
      refund.failureReason = reason;
      const { id, intentId, amountMinor } = refund;
      account.enter({ what: 'refund_failed', intentId, id, amountMinor });
      news(refund, 'refund.failed');
    },
  };
  return refunds;
}

export type Refunds = ReturnType<typeof createRefunds>;
