import { BOOKING_STATUSES, isSettled } from '../../src/domain/booking';
import { PAYMENT_STATUSES, isOpen, statusFromTotal, wasTaken } from '../../src/domain/payment';
import { mayBecome, mayPaymentBecome } from '../../src/domain/transition-table';
import { BOOKING_ARROWS, PAYMENT_ARROWS } from './arrows';

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

  it('was taken as long as the booking was paid, whatever has gone back', () => {
    expect(PAYMENT_STATUSES.filter(wasTaken)).toEqual([
      'completed',
      'partially_refunded',
      'refunded',
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
