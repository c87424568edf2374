import { newBooking } from '../../dev/demo/booking';
import { ENDINGS } from '../../dev/demo/endings';
import type { Change } from '../../dev/demo/evidence/ledger';
import type { KafkaRecord } from '../../dev/demo/evidence/kafka-log';
import { eventIdOf } from '../../dev/demo/ids';
import type { Evidence } from '../../dev/demo/judge/dossier';

/** A booking that was paid and confirmed, with all evidence as it should be. */

export const booking = newBooking(
  ENDINGS.find(({ name }) => name === 'paid')!,
  'test',
  0,
);

const { bookingId, paymentId, userId, bookingReference, price } = booking;
const AT = '2026-03-04T09:15:30.120Z';
const EXPIRES = new Date(Date.parse(AT) + 900_000);
const INTENT = 'pi_own';
const CHARGE = 'ch_own';

type Step = [type: string, bookingStatus: string, paymentStatus: string, topics: string[]];

const STEPS: Step[] = [
  ['booking.pending_payment', 'PENDING_PAYMENT', 'initiating', []],
  ['payment.initiated', 'PENDING_PAYMENT', 'awaiting_payment', ['dreamscape.payment.initiated']],
  [
    'payment.completed',
    'PENDING_PAYMENT',
    'completed',
    ['dreamscape.payment.completed', 'payment.completed'],
  ],
  ['booking.confirmed', 'CONFIRMED', 'completed', []],
];

const CAUSES: Record<string, string> = {
  'payment.initiated': 'booking.pending_payment',
  'payment.completed': 'payment.initiated',
  'booking.confirmed': 'payment.completed',
};

export function evidence(): Evidence {
  const transitions = STEPS.map(([type, bookingStatus, paymentStatus], index) => ({
    bookingId,
    id: eventIdOf(bookingId, type),
    sequence: index + 1,
    type,
    payload: {
      ...payloadOf(bookingStatus, paymentStatus),
      ...(type === 'booking.pending_payment' && { expiresAt: EXPIRES.toISOString() }),
    },
    createdAt: new Date(AT),
  }));
  return {
    changes: ledger(),
    rows: {
      payments: [
        {
          bookingId,
          status: 'CONFIRMED',
          ...price,
          sequence: 4,
          createdAt: new Date(AT),
          expiresAt: EXPIRES,
          paymentId,
          paymentNumber: 7,
          paymentStatus: 'completed',
          intentId: INTENT,
        },
      ],
      transitions,
      charges: [
        {
          bookingId,
          chargeId: CHARGE,
          own: true,
          ...price,
          reservedMinor: 0,
          externalMinor: 0,
          refundedMinor: 0,
        },
      ],
      refunds: [],
      disputes: [],
      flags: [],
    },
    records: STEPS.flatMap(recordsOf),
    places: new Map([[bookingId, 'confirmed']]),
    readAt: Date.parse(AT) + 60_000,
  };
}

function payloadOf(bookingStatus: string, paymentStatus: string) {
  return { bookingId, userId, paymentId, bookingReference, ...price, bookingStatus, paymentStatus };
}

function ledger(): Change[] {
  const metadata = { bookingId, paymentId };
  const { amountMinor: amount, currency } = price;
  const intent = { id: INTENT, amount, currency, metadata };
  return [
    change(1, 'payment_intent', { ...intent, status: 'requires_payment_method' }),
    change(2, 'charge', {
      ...{ id: CHARGE, payment_intent: INTENT, captured: true, status: 'succeeded' },
      ...{ amount_captured: amount, currency },
    }),
    change(3, 'payment_intent', { ...intent, status: 'succeeded' }),
  ];
}

export function change(seq: number, object: string, snapshot: Change['snapshot']): Change {
  const cause = { request: `req_${seq}`, idempotencyKey: `key:${seq}` };
  return { seq, at: AT, object, id: String(snapshot['id']), cause, snapshot };
}

function recordsOf([type, bookingStatus, paymentStatus, others]: Step, index: number) {
  const id = eventIdOf(bookingId, type);
  const cause = CAUSES[type];
  const causationId = cause && eventIdOf(bookingId, cause);
  const payload = payloadOf(bookingStatus, paymentStatus);
  const envelope = { eventId: id, eventType: type, sequence: index + 1, causationId };
  const major = { amount: 129.9, currency: 'EUR' };
  const bodies: [topic: string, key: string, body: object][] = [
    ['booking-payment.events', bookingId, { ...envelope, payload }],
    ...others.map((topic): [string, string, object] =>
      topic.startsWith('dreamscape')
        ? [topic, paymentId, { ...envelope, payload: { ...payload, ...major } }]
        : [topic, bookingId, { bookingId, userId, paymentId: INTENT, ...major }],
    ),
  ];
  return bodies.map(([topic, key, body]) =>
    record(topic, key, body, headers(id, type, index, cause)),
  );
}

function record(topic: string, key: string, body: object, given: KafkaRecord['headers']) {
  const place = { partition: 3, offset: Number(given['ce_sequence']), at: Date.parse(AT) };
  return { topic, key, ...place, value: JSON.stringify(body), headers: given };
}

function headers(id: string, type: string, index: number, cause?: string): KafkaRecord['headers'] {
  return {
    ...{ ce_specversion: '1.0', ce_id: id, ce_type: type, ce_source: '/payment-service' },
    ...{ ce_time: AT, ce_subject: bookingId, ce_partitionkey: bookingId },
    ...{ ce_sequence: String(index + 1).padStart(10, '0'), ce_correlationid: bookingId },
    ...(cause && { ce_causationid: eventIdOf(bookingId, cause) }),
    ...{ ce_dataschema: 'urn:some:schema', 'content-type': 'application/json' },
    traceparent: `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`,
  };
}
