/* eslint-disable @typescript-eslint/require-await -- they stand for asynchronous ones */
import { ApplicationFailure } from '@temporalio/common';
import type { Activities } from '../../src/activities';
import type { StartRefusal } from '../../src/activities/booking-request';
import { closed, type Closing } from '../../src/domain/decisions/closing';
import { confirmed, unconfirmable } from '../../src/domain/decisions/confirming';
import { accepted, opened, refusedByOwner } from '../../src/domain/decisions/opening';
import { attemptFailed, paid, processing } from '../../src/domain/decisions/paying';
import { happened } from '../../src/domain/transition';
import type { Books } from './books';
import type { Stripe } from './stripe-stand-in';

const CONFIRM_WINDOW_MS = 2 * 60 * 60_000;
const MAX_ATTEMPTS = 3;

export interface Owner {
  holds: boolean;
  confirms: 'at once' | 'when asked again' | 'refuses' | 'unreachable';
}

/** The activities around the payment and the owner, with the meaning of the real ones. */
export function paymentFakes(
  books: Books,
  stripe: Stripe,
  owner: Owner,
  start: { refusal?: StartRefusal },
) {
  function tryToConfirm(): void {
    const { status, payment } = books.state();
    if (status !== 'PENDING_PAYMENT' || payment.status !== 'completed') return;
    if (owner.confirms === 'at once') books.record(confirmed);
    if (owner.confirms === 'refuses') books.record((now) => unconfirmable(now, 'unavailable'));
  }

  function settle(closing?: Closing): void {
    stripe.reads += 1;
    if (closing && ['requires_payment_method', 'requires_action'].includes(stripe.intent))
      stripe.intent = 'canceled';
    switch (stripe.intent) {
      case 'succeeded':
        books.record((now) => paid(now, stripe.charge(), false));
        return tryToConfirm();
      case 'canceled':
        return books.record((now) =>
          closed(now, closing ?? { how: 'cancelled', cancelledBy: 'provider' }),
        );
      case 'processing':
      case 'requires_action':
        return books.record((now) => processing(now, stripe.intent));
      case 'requires_payment_method':
    }
  }

  function recordAttempts(): Closing | undefined {
    for (const attempt of stripe.declines) {
      const state = books.state();
      if (happened(state, 'payment.attempt_failed', attempt.stripeChargeId)) continue;
      const attempts = state.payment.attempts + 1;
      const failure = { errorCode: 'card_declined' };
      if (attempts >= MAX_ATTEMPTS)
        return { how: 'failed', failure, attempts, lastDecline: 'insufficient_funds' };
      books.record((now) => attemptFailed(now, attempt));
    }
    return undefined;
  }

  const waitsForMoney = () =>
    books.state().status === 'PENDING_PAYMENT' && books.state().payment.status !== 'completed';

  return {
    async openPayment({ request, workflowId, startedAt }) {
      if (start.refusal) return { refused: start.refusal };
      if (!books.find()) {
        books.insert(request, workflowId, startedAt);
        books.record(accepted);
        if (owner.holds)
          books.record((now) => opened(now, { id: 'pi_3Qa', status: 'requires_payment_method' }));
        else books.record((now) => refusedByOwner(now, 'unavailable'));
      }
      return { booking: books.view(), confirmWindowMs: CONFIRM_WINDOW_MS };
    },
    async settlePayment() {
      if (waitsForMoney()) settle(recordAttempts());
      return books.view();
    },
    async closePayment(_bookingId, closing) {
      if (waitsForMoney()) settle(closing);
      return books.view();
    },
    async confirmBooking() {
      if (owner.confirms === 'unreachable')
        throw ApplicationFailure.retryable('nobody answers', 'owner_unreachable');
      if (owner.confirms === 'when asked again') owner.confirms = 'at once';
      tryToConfirm();
      return books.view();
    },
    async abandonConfirmation() {
      books.record((now) => unconfirmable(now, 'confirm_timeout'));
      return books.view();
    },
    async releaseBooking() {},
  } satisfies Partial<Activities>;
}
