/* eslint-disable @typescript-eslint/require-await -- they stand for asynchronous ones */
import { ApplicationFailure } from '@temporalio/common';
import type { Activities } from '../../src/activities';
import type { StartRefusal } from '../../src/activities/booking-request';
import { closed, type Closing } from '../../src/domain/decisions/closing';
import { confirmed, unconfirmable } from '../../src/domain/decisions/confirming';
import { deadlineExtended } from '../../src/domain/decisions/extending';
import { accepted, opened, refusedByOwner } from '../../src/domain/decisions/opening';
import { authorized } from '../../src/domain/decisions/authorizing';
import { attemptFailed, paid, processing } from '../../src/domain/decisions/paying';
import { nextStep } from '../../src/domain/decisions/reading';
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
    if (status !== 'PENDING_PAYMENT') return;
    if (payment.status === 'authorized') return tryToCapture();
    if (payment.status !== 'completed') return;
    if (owner.confirms === 'at once') books.record(confirmed);
    if (owner.confirms === 'refuses') books.record((now) => unconfirmable(now, 'unavailable'));
  }

  function tryToCapture(): void {
    if (owner.confirms === 'refuses') return giveUp();
    if (owner.confirms !== 'at once') return;
    if (stripe.intent === 'canceled') return lapsed();
    stripe.intent = 'succeeded';
    books.record((now) => paid(now, stripe.charge(), false));
    books.record(confirmed);
  }

  function giveUp(): void {
    stripe.intent = 'canceled';
    const closing = { how: 'cancelled', cancelledBy: 'owner', reason: 'unavailable' } as const;
    books.record((now) => closed(now, closing));
  }

  function lapsed(): void {
    books.record((now) => closed(now, { how: 'cancelled', cancelledBy: 'provider' }));
  }

  function settle(closing?: Closing): void {
    stripe.reads += 1;
    const next = nextStep(stripe.intent, closing);
    switch (next.step) {
      case 'receive':
        books.record((now) => paid(now, stripe.charge(), false));
        return tryToConfirm();
      case 'authorize':
        books.record((now) => authorized(now, { id: 'ch_3Qa', methodType: 'card' }));
        return tryToConfirm();
      case 'close':
        return books.record((now) => closed(now, next.closing));
      case 'cancel':
        stripe.intent = 'canceled';
        return books.record((now) => closed(now, next.closing));
      case 'tell-processing':
        return books.record((now) => processing(now, stripe.intent));
      case 'wait':
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
    async confirmPayment({ paymentMethodId }) {
      stripe.confirmations += 1;
      const declined = stripe.confirm(paymentMethodId);
      if (waitsForMoney()) settle(recordAttempts());
      return { booking: books.view(), ...(declined && { declined }) };
    },
    async extendDeadline({ expiresAt, reason }) {
      books.record((now) => deadlineExtended(now, new Date(expiresAt), reason));
      return books.view();
    },
    async abandonConfirmation() {
      if (books.state().payment.status === 'authorized') giveUp();
      else books.record((now) => unconfirmable(now, 'confirm_timeout'));
      return books.view();
    },
    async releaseBooking() {},
  } satisfies Partial<Activities>;
}
