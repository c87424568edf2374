import type { CaseFile } from '../judge/case-file';

/** How a booking may end, as a person would tell it. Each must be reached in every full run. */
export const ENDINGS = [
  'confirmed',
  'confirmed after a decline',
  'confirmed after 3-D Secure',
  'confirmed, double money given back',
  'captured after its confirmation',
  'authorisation voided',
  'authorisation lapsed',
  'confirmed, disputed and won',
  'confirmed, disputed and lost',
  'expired',
  'expired after declines',
  'closed, late money given back',
  'cancelled by the customer',
  'cancelled: no place',
  'cancelled: another price',
  'cancelled: refused by Stripe',
  'cancelled at Stripe',
  'given back: owner refuses',
  'given back: owner away too long',
  'given back: wrong amount',
  'refunded on request',
  'partly refunded',
  'refund failed, a person is asked',
  'refund failed, retried by an operator',
  'refund failed, paid back by hand',
  'refund bounced after its success',
] as const;

export type Ending = (typeof ENDINGS)[number];

export function endingOf(file: CaseFile): Ending | undefined {
  const { booking, transitions, refundRows, chargeRows, flags } = file;
  if (!booking) return undefined;
  const happened = (type: string) => transitions.some((row) => row.type === type);
  const outcomes = transitions
    .filter(({ type }) => type === 'payment.dispute_closed')
    .map(({ payload }) => (payload as { outcome: string }).outcome);
  const stray = chargeRows.some(({ own }) => !own);
  switch (booking.status) {
    case 'CONFIRMED':
      if (stray) return 'confirmed, double money given back';
      if (outcomes.length > 0)
        return outcomes.includes('lost')
          ? 'confirmed, disputed and lost'
          : 'confirmed, disputed and won';
      if (happened('payment.authorized')) return 'captured after its confirmation';
      if (happened('payment.processing')) return 'confirmed after 3-D Secure';
      if (happened('payment.attempt_failed')) return 'confirmed after a decline';
      return 'confirmed';
    case 'EXPIRED':
      if (stray) return 'closed, late money given back';
      return happened('payment.attempt_failed') ? 'expired after declines' : 'expired';
    case 'CANCELLED':
      if (stray) return 'closed, late money given back';
      if (happened('payment.authorized'))
        return booking.reason === 'provider' ? 'authorisation lapsed' : 'authorisation voided';
      return CANCELLED[booking.reason ?? ''];
    case 'PARTIALLY_REFUNDED':
      return 'partly refunded';
    case 'REFUND_FAILED':
      return 'refund failed, a person is asked';
    case 'REFUNDED':
      if (flags.some(({ kind }) => kind === 'refund_failed'))
        return 'refund bounced after its success';
      if (refundRows.some(({ manual }) => manual)) return 'refund failed, paid back by hand';
      if (happened('booking.refund_failed')) return 'refund failed, retried by an operator';
      return REFUNDED[booking.reason ?? ''] ?? 'refunded on request';
    default:
      return undefined;
  }
}

const CANCELLED: Readonly<Record<string, Ending>> = {
  customer: 'cancelled by the customer',
  unavailable: 'cancelled: no place',
  price_changed: 'cancelled: another price',
  payment_failed: 'cancelled: refused by Stripe',
  provider: 'cancelled at Stripe',
};

const REFUNDED: Readonly<Record<string, Ending>> = {
  unavailable: 'given back: owner refuses',
  confirm_timeout: 'given back: owner away too long',
  amount_mismatch: 'given back: wrong amount',
};
