import type { InboxEvent } from '../../src/db/stripe-events';
import type { StripeFacts } from '../../src/domain/stripe-event';
import type { Known, KnownPayment, KnownRefund } from '../../src/inbox/decision';

/** Events and what the database knows of them, for the decision tables. */

export function event(type: string, facts: StripeFacts = {}, objectId = 'pi_own'): InboxEvent {
  const named = { paymentIntentId: 'pi_own', chargeId: 'ch_1', ...facts };
  const at = { deliveries: 0, receivedAt: new Date() };
  return { stripeEventId: 'evt_1', type, objectId, facts: named, ...at };
}

export function payment(more: Partial<KnownPayment> = {}): KnownPayment {
  return {
    paymentId: 'pay_1',
    bookingId: 'b-1',
    bookingStatus: 'PENDING_PAYMENT',
    workflowId: 'booking-b-1',
    stripePaymentIntentId: 'pi_own',
    ...more,
  };
}

export function refund(more: Partial<KnownRefund> = {}): KnownRefund {
  const ids = { refundId: 'rfd_1', paymentId: 'pay_1', workflowId: 'refund-rfd_1' };
  return { ...ids, status: 'pending', reason: 'x', manual: false, ...more };
}

export const known = (more: Partial<Known> = {}): Known => ({
  chargeKnown: false,
  accountedMinor: 0,
  ...more,
});
