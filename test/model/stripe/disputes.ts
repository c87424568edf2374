import type { DisputeStatus } from '../../../src/domain/dispute';
import { refused } from '../refusals';
import type { Account } from './account';
import type { Charge, Dispute } from './objects';
import type { Refunds } from './refunds';

const DAY = 24 * 3_600_000;

/** Disputes (reference/stripe.md section 5). A chargeback takes the money, a win brings it back. */
export function createDisputes(account: Account, refunds: Refunds) {
  function news({ disputeId, intentId, ...dispute }: Dispute, what: string): void {
    account.tell(`charge.dispute.${what}`, disputeId, {
      paymentIntentId: intentId,
      chargeId: dispute.stripeChargeId,
      amount: dispute.amountMinor,
      status: dispute.status,
      reason: dispute.reason,
    });
  }

  function move(dispute: Dispute, what: 'withdrawn' | 'reinstated'): void {
    const { intentId, disputeId: id, amountMinor } = dispute;
    dispute.withdrawnMinor = what === 'withdrawn' ? amountMinor : 0;
    account.enter({ what, intentId, id, amountMinor });
    news(dispute, `funds_${what}`);
  }

  function chargeBack(dispute: Dispute): void {
    dispute.refundable = false;
    for (const refund of account.refunds)
      if (refund.chargeId === dispute.stripeChargeId && refund.status === 'pending')
        refunds.fail(refund, 'charge_for_pending_refund_disputed');
    move(dispute, 'withdrawn');
  }

  function close(dispute: Dispute, status: DisputeStatus): void {
    dispute.status = status;
    dispute.refundable = status !== 'lost';
    news(dispute, 'closed');
  }

  return {
    retrieve(id: string): Dispute {
      const found = account.disputes.find(({ disputeId }) => disputeId === id);
      if (!found) throw refused('resource_missing');
      return { ...found };
    },

    open(charge: Charge, inquiry: boolean): void {
      const amountMinor = charge.capturedMinor - refunds.refundedMinor(charge.id);
      if (amountMinor <= 0) return;
      const dispute: Dispute = {
        disputeId: account.newId('dp'),
        intentId: charge.intentId,
        stripeChargeId: charge.id,
        stripePaymentIntentId: charge.intentId,
        amountMinor,
        currency: charge.currency,
        reason: 'fraudulent',
        status: inquiry ? 'warning_needs_response' : 'needs_response',
        refundable: true,
        withdrawnMinor: 0,
        evidenceDueBy: new Date(account.clock.now + 9 * DAY),
        submissions: 0,
        createdAt: new Date(account.clock.now),
      };
      account.disputes.push(dispute);
      news(dispute, 'created');
      if (!inquiry) chargeBack(dispute);
    },

    /** The inquiry becomes a chargeback. */
    escalate(dispute: Dispute): void {
      if (!dispute.status.startsWith('warning_')) return;
      dispute.status = 'needs_response';
      news(dispute, 'updated');
      chargeBack(dispute);
    },

    /** Somebody has sent evidence: the bank thinks. */
    review(dispute: Dispute): void {
      if (!dispute.status.endsWith('needs_response')) return;
      dispute.status = dispute.status.replace('needs_response', 'under_review');
      dispute.submissions += 1;
      news(dispute, 'updated');
    },

    /** An inquiry just ends; a chargeback that was lost may be won later. */
    win(dispute: Dispute): void {
      if (dispute.status.startsWith('warning_')) {
        if (dispute.status !== 'warning_closed') close(dispute, 'warning_closed');
        return;
      }
      if (dispute.status === 'won') return;
      close(dispute, 'won');
      move(dispute, 'reinstated');
    },

    lose(dispute: Dispute): void {
      if (dispute.status.endsWith('needs_response') || dispute.status === 'under_review') {
        if (!dispute.status.startsWith('warning_')) close(dispute, 'lost');
      }
    },
  };
}
