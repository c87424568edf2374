import { declinedAttempts } from '../db/stripe-events';
import type { Closing } from '../domain/decisions/closing';
import { attemptFailed, lastDecline, type DeclinedAttempt } from '../domain/decisions/paying';
import { happened, type BookingState } from '../domain/transition';
import type { Dependencies } from './dependencies';

/** Declined attempts: their facts come from the stored, verified events (saga.md rule 3). */
export function createAttempts({
  db,
  transitions,
  policy,
}: Pick<Dependencies, 'db' | 'transitions' | 'policy'>) {
  /** Records the new ones. Answers how to close the payment when this was the last one allowed. */
  async function recordAttempts(
    state: BookingState,
    intentId: string,
  ): Promise<Closing | undefined> {
    const limit = policy.failurePolicy === 'cancel' ? 1 : policy.maxAttempts;
    for (const [index, attempt] of (await newAttempts(state, intentId)).entries()) {
      const attempts = state.payment.attempts + index + 1;
      if (attempts >= limit) return finalFailure(attempt, attempts);
      const origin = { news: true, stripeEventId: attempt.stripeEventId };
      await transitions.record(state.bookingId, (now) => attemptFailed(now, attempt), origin);
    }
    return undefined;
  }

  async function newAttempts(state: BookingState, intentId: string): Promise<DeclinedAttempt[]> {
    const attempts = await declinedAttempts(db, intentId);
    return attempts.filter(
      ({ stripeChargeId, stripeEventId }) =>
        !happened(state, 'payment.attempt_failed', stripeChargeId ?? stripeEventId),
    );
  }

  return { recordAttempts };
}

function finalFailure(attempt: DeclinedAttempt, attempts: number): Closing {
  const { errorCode, errorMessage } = attempt;
  const failure = {
    ...(errorCode !== undefined && { errorCode }),
    ...(errorMessage !== undefined && { errorMessage }),
  };
  return { how: 'failed', failure, attempts, ...lastDecline(attempt) };
}
