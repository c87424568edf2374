import { exampleOf } from './example';

/** Booking bk-2041 of contracts.md, in each of its possible lives. */
export const PAYMENT_EXAMPLES = {
  'payment.initiated': exampleOf(
    'payment.initiated',
    {
      eventId: '8017671c-d8ff-4f65-b1eb-f903dbb53d8c',
      sequence: 2,
      at: '2026-03-04T09:15:00.610Z',
      status: ['PENDING_PAYMENT', 'awaiting_payment'],
      causationId: '72fcec50-91a0-4c9b-9b1c-e4525d5386f2',
      unknown: ['paymentMethod'],
    },
    { expiresAt: '2026-03-04T09:30:00.000Z' },
  ),
  'payment.processing': exampleOf(
    'payment.processing',
    {
      eventId: '733f256e-d476-4b0c-86d4-9ab9652a5678',
      sequence: 3,
      at: '2026-03-04T09:15:20.000Z',
      status: ['PENDING_PAYMENT', 'processing'],
      causationId: '8017671c-d8ff-4f65-b1eb-f903dbb53d8c',
      stripeEventId: 'evt_1Qa',
    },
    { stripeStatus: 'requires_action' },
  ),
  'payment.attempt_failed': exampleOf(
    'payment.attempt_failed',
    {
      eventId: '9bf1f0d3-6071-4b41-b37f-5b946abb7000',
      sequence: 3,
      at: '2026-03-04T09:15:25.700Z',
      status: ['PENDING_PAYMENT', 'awaiting_payment'],
      causationId: '8017671c-d8ff-4f65-b1eb-f903dbb53d8c',
      stripeEventId: 'evt_1Qa',
    },
    {
      attempt: 1,
      errorCode: 'card_declined',
      errorMessage: 'Your card was declined.',
      declineCode: 'insufficient_funds',
      stripeChargeId: 'ch_2Qa',
    },
  ),
  'payment.authorized': exampleOf(
    'payment.authorized',
    {
      eventId: 'e30c2d73-1119-43ce-bb9c-89e784d679b2',
      sequence: 3,
      at: '2026-03-04T09:15:29.000Z',
      status: ['PENDING_PAYMENT', 'authorized'],
      causationId: '8017671c-d8ff-4f65-b1eb-f903dbb53d8c',
      stripeEventId: 'evt_1Qa',
    },
    { stripeChargeId: 'ch_3Qa' },
  ),
  'payment.completed': exampleOf(
    'payment.completed',
    {
      eventId: '5aa653b3-83c2-44bf-94fa-9efb0d2ae1bc',
      sequence: 3,
      at: '2026-03-04T09:15:30.120Z',
      status: ['PENDING_PAYMENT', 'completed'],
      causationId: '8017671c-d8ff-4f65-b1eb-f903dbb53d8c',
      stripeEventId: 'evt_1Qa',
    },
    { stripeChargeId: 'ch_3Qa' },
  ),
  'payment.failed': exampleOf(
    'payment.failed',
    {
      eventId: 'c10de57b-7b11-4793-b1cc-ae678c8e3cff',
      sequence: 12,
      at: '2026-03-04T09:29:10.000Z',
      status: ['PENDING_PAYMENT', 'failed'],
      causationId: '8017671c-d8ff-4f65-b1eb-f903dbb53d8c',
      stripeEventId: 'evt_1Qa',
    },
    { attempts: 10, errorCode: 'card_declined', errorMessage: 'Your card was declined.' },
  ),
  'payment.cancelled': exampleOf(
    'payment.cancelled',
    {
      eventId: '2b82ba34-5e2e-4461-92b8-4f4837b8487b',
      sequence: 3,
      at: '2026-03-04T09:16:10.100Z',
      status: ['PENDING_PAYMENT', 'cancelled'],
      causationId: '8017671c-d8ff-4f65-b1eb-f903dbb53d8c',
    },
    { cancelledBy: 'customer', reason: 'changed my mind' },
  ),
  'payment.expired': exampleOf(
    'payment.expired',
    {
      eventId: '808f9030-90e6-4ef0-8db4-43fdc15d264a',
      sequence: 3,
      at: '2026-03-04T09:30:01.200Z',
      status: ['PENDING_PAYMENT', 'expired'],
      causationId: '8017671c-d8ff-4f65-b1eb-f903dbb53d8c',
      unknown: ['paymentMethod'],
    },
    { attempts: 0 },
  ),
  'payment.unapplied': exampleOf(
    'payment.unapplied',
    {
      eventId: 'bee71348-ccfe-498c-b73e-0b5d928b799c',
      sequence: 5,
      at: '2026-03-04T09:31:00.000Z',
      status: ['EXPIRED', 'unapplied'],
      causationId: '8017671c-d8ff-4f65-b1eb-f903dbb53d8c',
      stripeEventId: 'evt_1Qa',
    },
    { stripeChargeId: 'ch_3Qa', reason: 'late', receivedMinor: 12990, receivedCurrency: 'eur' },
  ),
};
