/* eslint-disable @typescript-eslint/require-await -- they stand for asynchronous ones */
import { activityInfo } from '@temporalio/activity';
import { ApplicationFailure } from '@temporalio/common';
import type { Activities } from '../../src/activities';
import { outcomeOf } from '../../src/domain/dispute';
import type { DisputeView } from '../../src/domain/views';
import type { Books } from './books';

const DAY = 24 * 60 * 60_000;

/** One dispute as Stripe has it: what the bank does, a test does here. */
export function createBank() {
  return {
    status: 'needs_response',
    reason: 'fraudulent',
    /** From the first reading on. */
    dueInMs: 9 * DAY,
    /** Whose charge it is about. */
    owner: 'ours' as 'ours' | 'foreign' | 'unknown',
    takesEvidence: true,
    reads: 0,
    texts: [] as (string | undefined)[],
    /** Of the acts, by which a repeat is known. */
    ids: [] as string[],
  };
}

export type Bank = ReturnType<typeof createBank>;

export function disputeFakes(books: Books, bank: Bank, acts: string[]) {
  let dueBy: string | undefined;
  let sentAt: string | undefined;

  function view(disputeId: string): DisputeView {
    // The server's time: ours is not skipped.
    dueBy ??= new Date(activityInfo().scheduledTimestampMs + bank.dueInMs).toISOString();
    const { bookingId, bookingReference, payment } = books.state();
    const outcome = outcomeOf(bank.status);
    return {
      disputeId,
      bookingId,
      ...(bookingReference !== undefined && { bookingReference }),
      paymentId: payment.paymentId,
      amountMinor: 12_990,
      currency: 'eur',
      reason: bank.reason,
      status: bank.status,
      ...(outcome && { outcome }),
      refundable: outcome === 'won' || bank.status.startsWith('warning_'),
      evidenceDueBy: dueBy,
      ...(sentAt !== undefined && { evidenceSubmittedAt: sentAt }),
    };
  }

  return {
    async settleDispute(disputeId) {
      bank.reads += 1;
      if (bank.owner !== 'ours') return { ignored: bank.owner };
      return { dispute: view(disputeId) };
    },
    async submitEvidence({ id, disputeId, stage, reason, actor, text }) {
      acts.push(`submitEvidence (${stage}) by ${actor}: ${reason}`);
      if (!bank.takesEvidence)
        throw ApplicationFailure.nonRetryable('Stripe refused the evidence', 'evidence_refused');
      bank.ids.push(id);
      bank.texts.push(text);
      bank.status = bank.status.replace('needs_response', 'under_review');
      sentAt = '2026-03-05T10:00:00.000Z';
      return view(disputeId);
    },
  } satisfies Partial<Activities>;
}
