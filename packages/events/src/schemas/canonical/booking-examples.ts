import { exampleOf } from './example';

/** Booking bk-2041 of contracts.md, in each of its possible lives. */
export const BOOKING_EXAMPLES = {
  'booking.pending_payment': exampleOf(
    'booking.pending_payment',
    {
      eventId: '72fcec50-91a0-4c9b-9b1c-e4525d5386f2',
      sequence: 1,
      at: '2026-03-04T09:15:00.040Z',
      status: ['PENDING_PAYMENT', 'initiating'],
      unknown: ['stripePaymentIntentId', 'paymentMethod'],
    },
    { expiresAt: '2026-03-04T09:30:00.000Z' },
  ),
  'booking.confirmed': exampleOf(
    'booking.confirmed',
    {
      eventId: '066c2cef-a7bf-40e2-a850-8013769a363c',
      sequence: 4,
      at: '2026-03-04T09:15:30.460Z',
      status: ['CONFIRMED', 'completed'],
      causationId: '5aa653b3-83c2-44bf-94fa-9efb0d2ae1bc',
    },
    {},
  ),
  'booking.cancelled': exampleOf(
    'booking.cancelled',
    {
      eventId: '2c4f1a64-ce32-4d17-af1a-e7864ba4b756',
      sequence: 4,
      at: '2026-03-04T09:16:10.200Z',
      status: ['CANCELLED', 'cancelled'],
      causationId: '2b82ba34-5e2e-4461-92b8-4f4837b8487b',
    },
    { reason: 'customer' },
  ),
  'booking.deadline_extended': exampleOf(
    'booking.deadline_extended',
    {
      eventId: 'c702e5e5-fb5c-4973-b937-694b6363b0cd',
      sequence: 3,
      at: '2026-03-04T09:20:00.000Z',
      status: ['PENDING_PAYMENT', 'awaiting_payment'],
      causationId: '8017671c-d8ff-4f65-b1eb-f903dbb53d8c',
    },
    { expiresAt: '2026-03-04T09:45:00.000Z', reason: 'The customer phoned' },
  ),
  'booking.expired': exampleOf(
    'booking.expired',
    {
      eventId: 'e28da313-51f5-4aaf-a653-e3be6ac27cdd',
      sequence: 4,
      at: '2026-03-04T09:30:01.300Z',
      status: ['EXPIRED', 'expired'],
      causationId: '808f9030-90e6-4ef0-8db4-43fdc15d264a',
      unknown: ['paymentMethod'],
    },
    {},
  ),
  'booking.refund_pending': exampleOf(
    'booking.refund_pending',
    {
      eventId: 'cece8827-71f0-4563-86a0-b79c8dccef77',
      sequence: 4,
      at: '2026-03-04T09:15:31.000Z',
      status: ['REFUND_PENDING', 'completed'],
      causationId: '5aa653b3-83c2-44bf-94fa-9efb0d2ae1bc',
    },
    { reason: 'unavailable' },
  ),
  'booking.partially_refunded': exampleOf(
    'booking.partially_refunded',
    {
      eventId: '4e80cd2b-1e8c-4b59-9982-b92ff3b8d4c0',
      sequence: 7,
      at: '2026-03-04T10:00:03.500Z',
      status: ['PARTIALLY_REFUNDED', 'partially_refunded'],
      causationId: '679a1101-5fe6-40d8-8363-3c4bc083e1b8',
    },
    { refundedTotalMinor: 5000 },
  ),
  'booking.refunded': exampleOf(
    'booking.refunded',
    {
      eventId: 'a20dd667-5bae-40fd-80dc-749cc43183b9',
      sequence: 7,
      at: '2026-03-04T10:00:03.500Z',
      status: ['REFUNDED', 'refunded'],
      causationId: '679a1101-5fe6-40d8-8363-3c4bc083e1b8',
    },
    { refundedTotalMinor: 12990 },
  ),
  'booking.refund_failed': exampleOf(
    'booking.refund_failed',
    {
      eventId: '53f2f979-825a-4ec0-b9f1-4450320fa6d8',
      sequence: 7,
      at: '2026-03-04T10:00:03.500Z',
      status: ['REFUND_FAILED', 'completed'],
      causationId: '62fbdadf-916d-4322-a480-98bb6cd13542',
    },
    {},
  ),
};
