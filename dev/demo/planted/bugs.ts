import type { Patch } from '../../patched/patch';

/** One line of the product made wrong, and which bookings must be found to end wrongly by it. */
export interface PlantedBug extends Patch {
  readonly breaks: readonly string[];
}

/** Driven with every bug: what it breaks, and what it must not seem to break. */
export const DRIVEN = ['paid', 'no-place', 'refused', 'mismatch', 'refunded'] as const;

export const BUGS: readonly PlantedBug[] = [
  {
    about: "the owner's 409 is taken as success",
    file: 'src/booking-owner/client.ts',
    from: 'if (FINAL_REFUSALS.includes(status)) return { done: false } as const;',
    to: 'if (FINAL_REFUSALS.includes(status)) return { done: true } as const;',
    breaks: ['no-place', 'refused'],
  },
  {
    about: "the compensation's refund is skipped, and recorded as done",
    file: 'src/activities/refunding.ts',
    from: '(key) => refunds.create({ refundId, paymentId, chargeId, amountMinor, reason }, key),',
    to: `(key) =>
          row.requestedBy === 'saga'
            ? Promise.resolve({ id: 're_' + refundId, status: 'succeeded' } as StripeRefund)
            : refunds.create({ refundId, paymentId, chargeId, amountMinor, reason }, key),`,
    breaks: ['refused', 'mismatch'],
  },
  {
    about: 'a payment of another amount is confirmed',
    file: 'src/domain/decisions/paying.ts',
    from: 'charge.amountMinor === state.amountMinor &&',
    to: '',
    breaks: ['mismatch'],
  },
];
