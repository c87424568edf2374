import {
  CATALOGUE,
  HEADERS_EXAMPLE,
  MESSAGES,
  canonicalEvent,
  decode,
  faultsIn,
  readerOf,
  recordHeaders,
  schemaIdOf,
} from '@booking-payment/events/schemas';
import { eventIdOf } from '../../src/domain/ids';
import type { CanonicalEvent } from '../../src/domain/events';
import { createJudge, everyVersion } from './judge';
import { contracts } from './rendered';

const judge = createJudge();
const exampleOf = (name: string) =>
  MESSAGES.find((message) => message.name === name)!.versions[0].example;

describe('every example', () => {
  it.each(everyVersion().map((known) => [known.message.name, known] as const))(
    '%s is valid to its writer and to its reader',
    (_name, { message, version }) => {
      expect(judge(schemaIdOf(message, version.version), version.example)).toEqual([]);
      expect(faultsIn(readerOf(message, version), version.example)).toEqual([]);
    },
  );

  it('has the ids that its booking has', () => {
    const wrong = MESSAGES.filter(({ family }) => family === 'canonical')
      .map(({ versions }) => canonicalEvent.parse(versions[0].example))
      .filter(({ eventId, eventType, payload }) => {
        const { refundId, disputeId, stripeChargeId, outcome, expiresAt } =
          payload as unknown as Record<string, string | undefined>;
        const ids = [
          '',
          stripeChargeId,
          disputeId,
          refundId,
          `${refundId}:1`,
          `${disputeId}:${outcome}`,
          expiresAt,
          // Booking events follow the refund that their payment event tells.
          'rfd_a485f48ab9d6ef5a8420a404:1',
        ];
        return !ids.some(
          (id) => id !== undefined && eventIdOf('bk-2041', eventType, id) === eventId,
        );
      });
    expect(wrong).toEqual([]);
  });

  it('of another family is what its canonical example becomes there', () => {
    const dreamscape = { bindings: ['dreamscape'], paymentMethod: 'credit_card' };
    const told = ['payment.initiated', 'payment.completed', 'payment.failed', 'payment.refunded']
      .concat('payment.attempt_failed')
      .flatMap((type) => contracts.render(exampleOf(type) as unknown as CanonicalEvent, dreamscape))
      .filter(({ topic }) => topic !== 'booking-payment.events');
    expect(told).toHaveLength(7);
    for (const { topic, value } of told) {
      const { versions } = CATALOGUE.find(({ name }) => name === topic)!.messages[0]!;
      expect(JSON.parse(value)).toEqual(versions[0].example);
    }
  });

  it('of headers is what the canonical example is sent with', () => {
    const event = exampleOf('payment.completed') as unknown as CanonicalEvent;
    const [record] = contracts.render(event, { bindings: [], paymentMethod: 'card' });
    expect(HEADERS_EXAMPLE).toEqual(record!.headers);
    expect(faultsIn(recordHeaders, HEADERS_EXAMPLE)).toEqual([]);
  });

  it('can be read from bytes', () => {
    const bytes = Buffer.from(JSON.stringify(exampleOf('payment.completed')));
    const event = decode(bytes, canonicalEvent);
    // Narrowed by its type, as in a consumer.
    expect(event.eventType === 'payment.completed' && event.payload.stripeChargeId).toBe('ch_3Qa');
  });
});
