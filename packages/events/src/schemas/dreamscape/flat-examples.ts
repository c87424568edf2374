/** Booking bk-2041 of contracts.md on the flat topics. */
export const FLAT_EXAMPLES = {
  'payment.completed': {
    paymentId: 'pi_3Qa',
    bookingId: 'bk-2041',
    bookingReference: 'TRIP-88',
    userId: 'usr-77',
    amount: 129.9,
    currency: 'EUR',
    paymentMethod: 'card',
    completedAt: '2026-03-04T09:15:30Z',
  },
  'payment.failed': {
    paymentId: 'pi_3Qa',
    bookingId: 'bk-2041',
    bookingReference: 'TRIP-88',
    userId: 'usr-77',
    amount: 129.9,
    currency: 'EUR',
    reason: 'Your card was declined.',
    failedAt: '2026-03-04T09:29:10Z',
  },
};
