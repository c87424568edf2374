import { exampleOf } from './example';

/** Booking bk-2041 of contracts.md, in each of its possible lives. */
export const MONEY_BACK_EXAMPLES = {
  'payment.refund_initiated': exampleOf(
    'payment.refund_initiated',
    {
      eventId: 'd62fd763-468c-4b38-a90f-1622912a65c2',
      sequence: 5,
      at: '2026-03-04T10:00:00.000Z',
      status: ['CONFIRMED', 'completed'],
    },
    {
      refundId: 'rfd_a485f48ab9d6ef5a8420a404',
      refundAmountMinor: 5000,
      reason: 'seat changed',
      requestedBy: 'api',
    },
  ),
  'payment.refunded': exampleOf(
    'payment.refunded',
    {
      eventId: '679a1101-5fe6-40d8-8363-3c4bc083e1b8',
      sequence: 6,
      at: '2026-03-04T10:00:03.400Z',
      status: ['CONFIRMED', 'partially_refunded'],
      causationId: 'd62fd763-468c-4b38-a90f-1622912a65c2',
      stripeEventId: 'evt_1Qa',
    },
    {
      refundId: 'rfd_a485f48ab9d6ef5a8420a404',
      refundAmountMinor: 5000,
      refundedTotalMinor: 5000,
      stripeRefundId: 're_3Qa',
      fullyRefunded: false,
      reason: 'seat changed',
    },
  ),
  'payment.refund_failed': exampleOf(
    'payment.refund_failed',
    {
      eventId: '62fbdadf-916d-4322-a480-98bb6cd13542',
      sequence: 6,
      at: '2026-03-04T10:00:03.400Z',
      status: ['REFUND_PENDING', 'completed'],
      causationId: 'd62fd763-468c-4b38-a90f-1622912a65c2',
      stripeEventId: 'evt_1Qa',
    },
    {
      refundId: 'rfd_a485f48ab9d6ef5a8420a404',
      refundAmountMinor: 12990,
      refundedTotalMinor: 0,
      errorCode: 'charge_disputed',
      errorMessage: 'The charge is disputed.',
    },
  ),
  'payment.disputed': exampleOf(
    'payment.disputed',
    {
      eventId: 'fe60b370-74fe-4b0e-bce7-021da676a96a',
      sequence: 5,
      at: '2026-03-04T12:00:00.000Z',
      status: ['CONFIRMED', 'completed'],
      stripeEventId: 'evt_1Qa',
    },
    {
      disputeId: 'dp_3Qa',
      disputedAmountMinor: 12990,
      reason: 'fraudulent',
      evidenceDueBy: '2026-03-18T23:59:59.000Z',
    },
  ),
  'payment.dispute_closed': exampleOf(
    'payment.dispute_closed',
    {
      eventId: '0ad19058-06c1-44ae-9960-319862579171',
      sequence: 6,
      at: '2026-03-04T13:00:00.000Z',
      status: ['CONFIRMED', 'completed'],
      causationId: 'fe60b370-74fe-4b0e-bce7-021da676a96a',
      stripeEventId: 'evt_1Qa',
    },
    { disputeId: 'dp_3Qa', outcome: 'won' },
  ),
};
