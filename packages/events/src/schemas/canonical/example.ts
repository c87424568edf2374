interface Head {
  eventId: string;
  causationId?: string;
  sequence: number;
  at: string;
  /** Of the booking and of the payment, after the event. */
  status: readonly [string, string];
  stripeEventId?: string;
  /** Shared fields that are not known yet. */
  unknown?: readonly string[];
}

/** The booking of contracts.md's examples; that each is valid, a test says. */
export function exampleOf(eventType: string, head: Head, extras: object): Record<string, unknown> {
  const { eventId, causationId, sequence, at, stripeEventId, unknown = [] } = head;
  const [bookingStatus, paymentStatus] = head.status;
  const shared = Object.entries({ ...BOOKING, bookingStatus, paymentStatus });
  return {
    eventId,
    eventType,
    timestamp: at,
    version: '1.0',
    source: 'payment-service',
    sequence,
    correlationId: 'bk-2041',
    ...(causationId && { causationId }),
    metadata: {
      workflowId: 'booking-bk-2041',
      ...(stripeEventId && { stripeEventId }),
      livemode: false,
    },
    payload: {
      ...Object.fromEntries(shared.filter(([field]) => !unknown.includes(field))),
      ...extras,
    },
  };
}

const BOOKING = {
  bookingId: 'bk-2041',
  bookingReference: 'TRIP-88',
  userId: 'usr-77',
  paymentId: 'pay_babefaa9a02eaf5c87263f5b',
  paymentNumber: 1042,
  stripePaymentIntentId: 'pi_3Qa',
  amountMinor: 12990,
  currency: 'eur',
  paymentMethod: 'card',
};
