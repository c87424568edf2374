import type {
  CanonicalEvent,
  EventExtras,
  EventPayload,
  EventType,
} from '../../../src/domain/events';
import { eventIdOf } from '../../../src/domain/ids';
import { createContracts, type ContractOptions } from '../../../src/kafka/contracts';

/** The booking of contracts.md's examples. */
export const BOOKING_ID = 'bk-2041';
export const INITIATED = eventIdOf(BOOKING_ID, 'payment.initiated');

export const EUR_129_90: EventPayload = {
  bookingId: BOOKING_ID,
  bookingReference: 'TRIP-88',
  userId: 'usr-77',
  paymentId: 'pay_babefaa9a02eaf5c87263f5b',
  paymentNumber: 1042,
  stripePaymentIntentId: 'pi_3Qa',
  amountMinor: 12990,
  currency: 'eur',
  paymentMethod: 'card',
  bookingStatus: 'PENDING_PAYMENT',
  paymentStatus: 'completed',
};

interface More {
  discriminator?: string;
  causationId?: string;
  sequence?: number;
  payload?: Partial<EventPayload>;
  without?: readonly (keyof EventPayload)[];
}

export function eventOf<T extends EventType>(
  type: T,
  extras: EventExtras[T],
  { discriminator, causationId, sequence = 3, payload, without = [] }: More = {},
): CanonicalEvent {
  const base = { ...EUR_129_90, ...payload };
  for (const field of without) delete (base as Partial<EventPayload>)[field];
  const { bookingId } = base;
  return {
    eventId: eventIdOf(bookingId, type, discriminator),
    eventType: type,
    timestamp: '2026-03-04T09:15:30.120Z',
    version: '1.0',
    source: 'payment-service',
    sequence,
    correlationId: bookingId,
    ...(causationId && { causationId }),
    metadata: { workflowId: `booking-${bookingId}`, stripeEventId: 'evt_1Qa', livemode: false },
    payload: { ...base, ...extras },
  } as CanonicalEvent;
}

export const completed = eventOf(
  'payment.completed',
  { stripeChargeId: 'ch_3Qa' },
  { causationId: INITIATED },
);

export const DREAMSCAPE = { bindings: ['dreamscape'], paymentMethod: 'credit_card' };

export function contracts(options: Partial<ContractOptions> = {}) {
  return createContracts({
    families: ['canonical', 'dreamscape'],
    defaultBindings: ['dreamscape'],
    topicPrefix: '',
    topicMap: {},
    dreamscapeFlatTopics: true,
    dreamscapePartialRefunds: 'separate',
    ...options,
  });
}

interface Body {
  payload: Record<string, unknown>;
  [field: string]: unknown;
}

/** The body that goes to a topic; undefined when nothing goes there. */
export function bodyOn(
  topic: string,
  event: CanonicalEvent,
  {
    booking = DREAMSCAPE,
    ...options
  }: Partial<ContractOptions> & { booking?: typeof DREAMSCAPE } = {},
): Body | undefined {
  const records = contracts(options).render(event, booking);
  const record = records.find((candidate) => candidate.topic === topic);
  return record && (JSON.parse(record.value) as Body);
}

export function topicsOf(
  event: CanonicalEvent,
  options: Partial<ContractOptions> = {},
  booking: Parameters<ReturnType<typeof contracts>['render']>[1] = DREAMSCAPE,
): string[] {
  const records = contracts(options).render(event, booking);
  return records.map((record) => record.topic);
}
