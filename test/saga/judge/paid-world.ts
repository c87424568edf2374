import type { Books, Charge, Intent, Refund } from './books';
import type { CaseFile } from './case-file';

/** A booking that was paid, confirmed and partly refunded, and nothing is wrong with it. */
export const PRICE = 10_000;
export const BACK = 4_000;
const CREATED_MS = Date.parse('2026-11-20T10:00:00Z');
const EXPIRES_MS = CREATED_MS + 15 * 60_000;
const PAYMENT = 'pay_1';

export type World = { file: Mutable<CaseFile>; books: Mutable<Books> };
type Mutable<T> = { -readonly [K in keyof T]: T[K] };

const intent: Intent = {
  id: 'pi_1',
  status: 'succeeded',
  amount: PRICE,
  currency: 'eur',
  metadata: { bookingId: 'bk-1', paymentId: PAYMENT },
  bornAtMs: CREATED_MS + 50,
  key: `payment-intent:${PAYMENT}:1`,
};

export const charge: Charge = {
  id: 'ch_1',
  status: 'succeeded',
  payment_intent: intent.id,
  amount: PRICE,
  amount_captured: PRICE,
  captured: true,
  currency: 'eur',
  bornAtMs: CREATED_MS + 100,
  key: null,
};

export const refund: Refund = {
  id: 're_1',
  status: 'succeeded',
  amount: BACK,
  charge: charge.id,
  payment_intent: intent.id,
  currency: 'eur',
  reason: null,
  metadata: { refundId: 'rfd_1' },
  bornAtMs: CREATED_MS + 200,
  key: 'refund:rfd_1:1',
};

export const movement = (reporting_category: string, amount: number, source: string) => ({
  ...{ id: `txn_${source}_${reporting_category}`, currency: 'eur' },
  ...{ reporting_category, amount, source },
});

export function transition(
  sequence: number,
  type: string,
  bookingStatus: string,
  paymentStatus: string,
  more: object = {},
) {
  const createdAt = new Date(CREATED_MS + sequence);
  return {
    ...{ id: `ev-${sequence}`, aggregateid: 'bk-1', aggregatetype: 'booking', causationId: null },
    ...{ sequence, type, createdAt, payload: { bookingStatus, paymentStatus, ...more } },
  };
}

/** `as never`: rows have columns that the judge does not look at. */
export function paidWorld(): World {
  const file = {
    bookingId: 'bk-1',
    paymentId: PAYMENT,
    booking: {
      status: 'PARTIALLY_REFUNDED',
      amountMinor: PRICE,
      currency: 'eur',
      createdAt: new Date(CREATED_MS),
      expiresAt: new Date(EXPIRES_MS),
      sequence: 7,
    } as never,
    payment: { status: 'partially_refunded', stripePaymentIntentId: intent.id } as never,
    chargeRows: [
      {
        ...{ stripeChargeId: charge.id, own: true, currency: 'eur' },
        ...{ amountMinor: PRICE, refundedMinor: BACK },
      },
    ] as never,
    refundRows: [
      {
        ...{ refundId: 'rfd_1', stripeRefundId: refund.id, stripeChargeId: charge.id },
        ...{ amountMinor: BACK, status: 'succeeded', manual: false },
      },
    ] as never,
    transitions: [
      transition(1, 'booking.pending_payment', 'PENDING_PAYMENT', 'initiating'),
      transition(2, 'payment.initiated', 'PENDING_PAYMENT', 'awaiting_payment'),
      transition(3, 'payment.completed', 'PENDING_PAYMENT', 'completed'),
      transition(4, 'booking.confirmed', 'CONFIRMED', 'completed'),
      transition(5, 'payment.refund_initiated', 'CONFIRMED', 'completed'),
      transition(6, 'payment.refunded', 'CONFIRMED', 'partially_refunded', {
        stripeRefundId: refund.id,
      }),
      transition(7, 'booking.partially_refunded', 'PARTIALLY_REFUNDED', 'partially_refunded'),
    ],
    flags: [],
    told: [
      { bookingId: 'bk-1', what: 'create', status: 201, body: { paymentId: PAYMENT } },
      { bookingId: 'bk-1', what: 'refund', amount: BACK, status: 201, body: { refundId: 'rfd_1' } },
    ],
    own: intent,
    others: [],
    charges: [charge],
    refunds: [refund],
    disputes: [],
    movements: [movement('charge', PRICE, charge.id), movement('refund', -BACK, refund.id)],
    story: [
      { kind: 'charge', object: charge },
      { kind: 'refund', object: refund },
    ],
    place: 'confirmed',
    clockAt: (realMs: number) => realMs,
    healthy: true,
  } satisfies CaseFile;
  const key = refund.key;
  const requests = [{ method: 'POST', path: '/v1/refunds', key, status: 200 }];
  const { charges, refunds, disputes, movements, story } = file;
  return {
    file,
    books: { intents: [intent], charges, refunds, disputes, movements, story, requests },
  };
}

/** The same, but nobody paid and its window is over. */
export function expiredWorld(): World {
  const { file, books } = paidWorld();
  const closed = {
    ...intent,
    status: 'canceled',
    canceledAtMs: EXPIRES_MS + 500,
    canceledUnder: `cancel:${PAYMENT}:1`,
  };
  Object.assign(file, {
    ...{ own: closed, charges: [], refunds: [], movements: [], story: [] },
    ...{ chargeRows: [], refundRows: [], told: [], place: 'released' },
    booking: { ...file.booking, status: 'EXPIRED', sequence: 4 },
    payment: { ...file.payment, status: 'expired' },
    transitions: [
      transition(1, 'booking.pending_payment', 'PENDING_PAYMENT', 'initiating'),
      transition(2, 'payment.initiated', 'PENDING_PAYMENT', 'awaiting_payment'),
      late(transition(3, 'payment.expired', 'PENDING_PAYMENT', 'expired')),
      late(transition(4, 'booking.expired', 'EXPIRED', 'expired')),
    ],
  });
  return { file, books: { ...books, requests: [] } };
}

const late = <T extends object>(row: T): T => ({ ...row, createdAt: new Date(EXPIRES_MS + 600) });
