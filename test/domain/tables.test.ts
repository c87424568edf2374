import { BOOKING_STATUSES, isSettled, type BookingStatus } from '../../src/domain/booking';
import {
  PAYMENT_STATUSES,
  isOpen,
  statusFromTotal,
  type PaymentStatus,
} from '../../src/domain/payment';
import { mayBecome, mayPaymentBecome } from '../../src/domain/transition-table';

/** The arrows of saga.md, "States", and of contracts.md's table of events; each end written once. */
const BOOKING_ARROWS = new Set<`${BookingStatus} -> ${BookingStatus}`>([
  'PENDING_PAYMENT -> CONFIRMED',
  'PENDING_PAYMENT -> CANCELLED',
  'PENDING_PAYMENT -> EXPIRED',
  'PENDING_PAYMENT -> REFUND_PENDING',
  'REFUND_PENDING -> REFUNDED',
  'REFUND_PENDING -> REFUND_FAILED',
  'REFUND_FAILED -> REFUNDED',
  'CONFIRMED -> PARTIALLY_REFUNDED',
  'CONFIRMED -> REFUNDED',
  'PARTIALLY_REFUNDED -> REFUNDED',
]);

const UNPAID_ENDINGS = ['failed', 'cancelled', 'expired', 'unapplied'] as const;

const PAYMENT_ARROWS = new Set<`${PaymentStatus} -> ${PaymentStatus}`>([
  'initiating -> awaiting_payment',
  'awaiting_payment -> processing',
  'awaiting_payment -> authorized',
  'awaiting_payment -> completed',
  'processing -> awaiting_payment', // declined, the window is open
  'processing -> authorized',
  'processing -> completed',
  'authorized -> completed',
  ...(['initiating', 'awaiting_payment', 'processing', 'authorized'] as const).flatMap((from) =>
    UNPAID_ENDINGS.map((to) => `${from} -> ${to}` as const),
  ),
  // Money that is there, and how much of it is left: a refund may fail after it succeeded.
  'completed -> partially_refunded',
  'completed -> refunded',
  'unapplied -> partially_refunded',
  'unapplied -> refunded',
  'partially_refunded -> refunded',
  'partially_refunded -> completed',
  'partially_refunded -> unapplied',
  'refunded -> partially_refunded',
  'refunded -> completed',
  'refunded -> unapplied',
]);

describe('A booking', () => {
  for (const from of BOOKING_STATUSES)
    for (const to of BOOKING_STATUSES) {
      const may = from === to || BOOKING_ARROWS.has(`${from} -> ${to}`);
      it(`${may ? 'may' : 'may not'} go from ${from} to ${to}`, () => {
        expect(mayBecome(from, to)).toBe(may);
      });
    }

  it('is settled when its saga has nothing left to decide', () => {
    const open = BOOKING_STATUSES.filter((status) => !isSettled(status));
    expect(open).toEqual(['PENDING_PAYMENT', 'REFUND_PENDING', 'REFUND_FAILED']);
  });
});

describe('A payment', () => {
  for (const from of PAYMENT_STATUSES)
    for (const to of PAYMENT_STATUSES) {
      const may = from === to || PAYMENT_ARROWS.has(`${from} -> ${to}`);
      it(`${may ? 'may' : 'may not'} go from ${from} to ${to}`, () => {
        expect(mayPaymentBecome(from, to)).toBe(may);
      });
    }

  it('is open as long as money can still come', () => {
    expect(PAYMENT_STATUSES.filter(isOpen)).toEqual([
      'initiating',
      'awaiting_payment',
      'processing',
      'authorized',
    ]);
  });

  it.each([
    [0, 'completed', 'completed'],
    [0, 'unapplied', 'unapplied'],
    [1, 'completed', 'partially_refunded'],
    [12_989, 'unapplied', 'partially_refunded'],
    [12_990, 'completed', 'refunded'],
    [13_000, 'completed', 'refunded'], // Stripe's dashboard may cross our own
  ] as const)(
    'of which %i of 12990 are refunded, and which was %s, is %s',
    (total, kept, after) => {
      expect(statusFromTotal(12_990, total, kept)).toBe(after);
    },
  );
});
