import type { Intent as Reading } from '../../../src/stripe/payment-intents';
import type { StripeRefund } from '../../../src/stripe/refunds';
import { createAccount, type Answered } from './account';
import { createDisputes } from './disputes';
import type { Card, Dispute, Intent, Refund } from './objects';
import { createPayments, type NewIntent } from './payments';
import { createRefunds, type NewRefund } from './refunds';

/** Stripe in memory. The calls are those of src/stripe, with its answers and refusals. */
export function createStripe(clock: { now: number }) {
  const account = createAccount(clock);
  const payments = createPayments(account);
  const refunds = createRefunds(account);
  const disputes = createDisputes(account, refunds);
  const retrieve = (id: string): Reading => readingOf(payments.intent(id));

  return {
    account,
    /** What the customer, the bank and people in the dashboard do. */
    outside: { payments, refunds, disputes },

    intents: {
      retrieve,
      create: (wanted: NewIntent, key: string): Reading =>
        account.post(key, 'create', () => readingOf(payments.open(wanted))),
      cancel: (id: string, reason: string, key: string): Reading =>
        account.post(key, `cancel ${id} ${reason}`, () => readingOf(payments.cancel(id))),
      capture(id: string, key: string): Reading {
        account.post(key, `capture ${id}`, () => payments.capture(id));
        return retrieve(id);
      },
      confirm(id: string, card: Card | undefined, key: string): Reading {
        account.post(key, `confirm ${id} ${card}`, () => payments.confirm(id, card));
        return retrieve(id);
      },
      findByPaymentId(paymentId: string, createdSince: number): Reading | undefined {
        const found = account.intents.find(
          ({ metadata, createdAt }) =>
            metadata['paymentId'] === paymentId && createdAt >= createdSince - 600_000,
        );
        return found && readingOf(found);
      },
    },

    refunds: {
      create(wanted: NewRefund, key: string): StripeRefund {
        const { chargeId, amountMinor } = wanted;
        const parameters = `refund ${chargeId} ${amountMinor}`;
        const made: Answered<Refund> = account.post(key, parameters, () => refunds.create(wanted));
        return made.replayed ? refundOf(find(made.id)) : refundOf(made);
      },
      retrieve: (id: string): StripeRefund => refundOf(find(id)),
      findByRefundId(refundId: string, chargeId: string): StripeRefund | undefined {
        const found = account.refunds.find(
          (one) =>
            one.chargeId === chargeId &&
            one.metadata['refundId'] === refundId &&
            one.status !== 'failed',
        );
        return found && refundOf(found);
      },
      retrieveCharge(id: string) {
        const { intentId, capturedMinor, currency, livemode } = refunds.charge(id);
        const refundedMinor = refunds.refundedMinor(id);
        return { id, paymentIntentId: intentId, capturedMinor, refundedMinor, currency, livemode };
      },
    },

    disputes: { retrieve: (id: string): Dispute => disputes.retrieve(id) },
  };

  function find(id: string): Refund {
    return account.refunds.find((one) => one.id === id)!;
  }
}

export type Stripe = ReturnType<typeof createStripe>;

function readingOf(intent: Intent): Reading {
  const { id, status, currency, livemode, receivedMinor, capturableMinor, metadata } = intent;
  return {
    id,
    status,
    currency,
    livemode,
    metadata,
    amountReceivedMinor: receivedMinor,
    amountCapturableMinor: capturableMinor,
    ...(intent.chargeId !== undefined && { charge: { id: intent.chargeId } }),
  };
}

function refundOf({ id, status, amountMinor, chargeId, failureReason, metadata }: Refund) {
  return {
    id,
    status,
    amountMinor,
    chargeId,
    metadata,
    ...(failureReason !== undefined && { failureReason }),
  };
}
