import type { EventType } from '../../../src/domain/events';
import { DREAMSCAPE, bodyOn, completed, contracts, eventOf, topicsOf } from './booking-2041';

const CANONICAL_ONLY = { bindings: [], paymentMethod: 'credit_card' };

describe('the canonical family', () => {
  it('sends the event as it is, to one topic, keyed by booking', () => {
    const [record] = contracts().render(completed, CANONICAL_ONLY);

    expect(record).toMatchObject({ topic: 'booking-payment.events', key: 'bk-2041' });
    expect(record!.value).toBe(
      '{"eventId":"5aa653b3-83c2-44bf-94fa-9efb0d2ae1bc","eventType":"payment.completed","timestamp":"2026-03-04T09:15:30.120Z",' +
        '"version":"1.0","source":"payment-service","sequence":3,"correlationId":"bk-2041","causationId":"8017671c-d8ff-4f65-b1eb-f903dbb53d8c",' +
        '"metadata":{"workflowId":"booking-bk-2041","stripeEventId":"evt_1Qa","livemode":false},' +
        '"payload":{"bookingId":"bk-2041","bookingReference":"TRIP-88","userId":"usr-77","paymentId":"pay_babefaa9a02eaf5c87263f5b",' +
        '"paymentNumber":1042,"stripePaymentIntentId":"pi_3Qa","amountMinor":12990,"currency":"eur","paymentMethod":"card",' +
        '"bookingStatus":"PENDING_PAYMENT","paymentStatus":"completed","stripeChargeId":"ch_3Qa"}}',
    );
  });

  it('hears of every event, whatever families the booking has', () => {
    const types: EventType[] = [
      'booking.pending_payment',
      'payment.disputed',
      'booking.deadline_extended',
      'booking.refunded',
    ];
    for (const type of types) {
      const event = eventOf(type, {});
      expect(topicsOf(event, { families: [] }, CANONICAL_ONLY)).toEqual(['booking-payment.events']);
      expect(bodyOn('booking-payment.events', event)).toEqual(event);
    }
  });
});

describe('the headers', () => {
  it('are the same on the records of every family, but for the schema', () => {
    const [canonical, dreamscape, flat] = contracts().render(completed, DREAMSCAPE);
    const common = {
      ce_specversion: '1.0',
      ce_id: '5aa653b3-83c2-44bf-94fa-9efb0d2ae1bc',
      ce_type: 'payment.completed',
      ce_source: '/payment-service',
      ce_time: '2026-03-04T09:15:30.120Z',
      ce_subject: 'bk-2041',
      ce_partitionkey: 'bk-2041',
      ce_sequence: '0000000003',
      ce_correlationid: 'bk-2041',
      ce_causationid: '8017671c-d8ff-4f65-b1eb-f903dbb53d8c',
      'content-type': 'application/json',
    };
    const schema = (name: string) => ({ ce_dataschema: `urn:booking-payment:schema:${name}:1.0` });

    const traceparent = canonical!.headers['traceparent'];
    expect(canonical!.headers).toEqual({
      ...common,
      ...schema('canonical:payment.completed'),
      traceparent,
    });
    expect(dreamscape!.headers).toEqual({
      ...common,
      ...schema('dreamscape:dreamscape.payment.completed'),
      traceparent,
    });
    expect(flat!.headers).toEqual({
      ...common,
      ...schema('dreamscape:payment.completed'),
      traceparent,
    });
  });

  it('leave out the cause of an event that has none', () => {
    const [record] = contracts().render(
      eventOf('booking.pending_payment', { expiresAt: '2026-03-04T09:30:00.000Z' }),
      CANONICAL_ONLY,
    );
    expect(record!.headers).not.toHaveProperty('ce_causationid');
  });

  it('derive one trace per booking and one span per event, the same at every rendering', () => {
    const traceOf = (event: typeof completed) =>
      contracts().render(event, CANONICAL_ONLY)[0]!.headers['traceparent']!;
    const other = eventOf('booking.confirmed', {});

    expect(traceOf(completed)).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/);
    expect(traceOf(completed)).toBe(traceOf(completed));
    const [, trace, span] = traceOf(completed).split('-');
    expect(traceOf(other).split('-')[1]).toBe(trace);
    expect(traceOf(other).split('-')[2]).not.toBe(span);
  });
});
