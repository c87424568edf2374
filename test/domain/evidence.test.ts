import fc from 'fast-check';
import { evidenceFields } from '../../src/domain/evidence/fields';
import {
  evidencePack,
  type Authentication,
  type EvidenceRows,
} from '../../src/domain/evidence/pack';
import { evidenceText } from '../../src/domain/evidence/text';

const time = (clock: string) => new Date(`2026-03-04T${clock}.000Z`);

const ROWS: EvidenceRows = {
  dispute: {
    ...{ disputeId: 'dp_1', createdAt: time('12:00:00'), reason: 'fraudulent' },
    ...{ stripeChargeId: 'ch_1', amountMinor: 12_990, currency: 'eur' },
  },
  booking: {
    ...{ bookingId: 'bk-2041', bookingReference: 'TRIP-88', status: 'CONFIRMED' },
    ...{ createdAt: time('09:15:00'), amountMinor: 12_990, currency: 'eur' },
    metadata: { termsAcceptedAt: '2026-03-04T09:14:58.000Z', cartId: 'c-5' },
  },
  payment: { paymentId: 'pay_1', stripePaymentIntentId: 'pi_1', methodType: 'card' },
  events: [
    { type: 'booking.pending_payment', createdAt: time('09:15:00') },
    { type: 'payment.completed', createdAt: time('09:16:00') },
    { type: 'booking.confirmed', createdAt: time('09:16:01') },
    { type: 'something.new', createdAt: time('09:17:00') },
  ],
  refunds: [
    {
      ...{ refundId: 'rfd_1', status: 'succeeded', createdAt: time('10:00:00') },
      ...{ amountMinor: 990, currency: 'eur' },
    },
  ],
};

const SECURED: Authentication = {
  chargedAt: time('09:15:59'),
  method: 'card',
  threeDSecure: { result: 'authenticated', flow: 'challenge', version: '2.2.0', eci: '05' },
  networkStatus: 'approved_by_network',
  riskLevel: 'normal',
  cvcCheck: 'pass',
};

const rowsWith = (metadata: Record<string, unknown>): EvidenceRows => ({
  ...ROWS,
  booking: { ...ROWS.booking, metadata },
});

describe('the evidence pack', () => {
  it('holds booking, acceptance, authentication, timeline and refunds', () => {
    expect(evidencePack(ROWS, SECURED)).toEqual({
      dispute: {
        ...{ disputeId: 'dp_1', amount: { amountMinor: 12_990, currency: 'eur' } },
        ...{ reason: 'fraudulent', createdAt: '2026-03-04T12:00:00.000Z' },
      },
      booking: {
        ...{ bookingId: 'bk-2041', bookingReference: 'TRIP-88', status: 'CONFIRMED' },
        ...{ price: { amountMinor: 12_990, currency: 'eur' }, paymentId: 'pay_1' },
        ...{ stripePaymentIntentId: 'pi_1', stripeChargeId: 'ch_1' },
      },
      acceptance: {
        ...{ orderedAt: '2026-03-04T09:15:00.000Z', paidAt: '2026-03-04T09:16:00.000Z' },
        ...{ confirmedAt: '2026-03-04T09:16:01.000Z', paymentMethod: 'card' },
        terms: { termsAcceptedAt: '2026-03-04T09:14:58.000Z' },
      },
      authentication: { ...SECURED, chargedAt: '2026-03-04T09:15:59.000Z' },
      timeline: [
        { at: '2026-03-04T09:15:00.000Z', event: 'booking.pending_payment' },
        { at: '2026-03-04T09:16:00.000Z', event: 'payment.completed' },
        { at: '2026-03-04T09:16:01.000Z', event: 'booking.confirmed' },
        { at: '2026-03-04T09:17:00.000Z', event: 'something.new' },
      ],
      refunds: [
        {
          ...{ refundId: 'rfd_1', amount: { amountMinor: 990, currency: 'eur' } },
          ...{ status: 'succeeded', requestedAt: '2026-03-04T10:00:00.000Z' },
        },
      ],
    });
  });

  it('takes of the caller’s metadata what tells of terms, and nothing that tells of a person', () => {
    const { acceptance } = evidencePack(
      rowsWith({
        ...{ termsVersion: '7', refundPolicyUrl: 'https://shop.example/refunds' },
        ...{ termsAcceptedBy: 'ada@example.com', termsCard: '4242 4242 4242 4242' },
        ...{ passenger: 'Ada Lovelace', termsCount: 7 },
      }),
      SECURED,
    );
    expect(acceptance.terms).toEqual({
      termsVersion: '7',
      refundPolicyUrl: 'https://shop.example/refunds',
    });
  });

  it('reads as plain text', () => {
    expect(evidenceText(evidencePack(ROWS, SECURED))).toBe(
      [
        'Evidence against dispute dp_1',
        '129.90 EUR, reason given: fraudulent, since 2026-03-04T12:00:00.000Z',
        '',
        'The booking',
        '  Booking TRIP-88, price 129.90 EUR.',
        '  Booking id: bk-2041.',
        '  It is now CONFIRMED.',
        '  Payment pay_1, charge ch_1, PaymentIntent pi_1.',
        '',
        'Order and acceptance',
        '  2026-03-04T09:15:00.000Z: the customer ordered the booking.',
        '  2026-03-04T09:16:00.000Z: the customer paid for it by card.',
        '  2026-03-04T09:16:01.000Z: the booking was confirmed.',
        '  termsAcceptedAt: 2026-03-04T09:14:58.000Z',
        '',
        'Authentication of the customer',
        '  Charged at 2026-03-04T09:15:59.000Z by card.',
        '  3-D Secure: authenticated (version 2.2.0, flow challenge, electronic commerce indicator 05).',
        '  Answer of the card network: approved_by_network.',
        '  Check of the security code: pass.',
        "  Stripe's assessment of the risk: normal.",
        '',
        'Timeline',
        '  2026-03-04T09:15:00.000Z The customer ordered; the places were held.',
        '  2026-03-04T09:16:00.000Z The payment was made.',
        '  2026-03-04T09:16:01.000Z The booking was confirmed.',
        '  2026-03-04T09:17:00.000Z something.new',
        '',
        'Refunds',
        '  2026-03-04T10:00:00.000Z 9.90 EUR (rfd_1): succeeded',
        '',
      ].join('\n'),
    );
  });

  it('reads also where nothing is known', () => {
    const bare: EvidenceRows = {
      ...rowsWith({}),
      payment: { paymentId: 'pay_1', stripePaymentIntentId: null, methodType: null },
      events: [],
      refunds: [],
    };
    bare.booking.bookingReference = null;
    const text = evidenceText(evidencePack(bare, { chargedAt: time('09:15:59'), method: 'card' }));
    expect(text).toContain('Booking bk-2041, price');
    expect(text).toContain('3-D Secure was not used.');
    expect(text).toContain('Nothing was refunded, and no refund was asked for.');
    expect(text).not.toMatch(/undefined|null/);
  });
});

describe('the evidence for Stripe', () => {
  it('puts each part where Stripe looks for it', () => {
    const fields = evidenceFields(evidencePack(ROWS, SECURED));
    expect(fields.product_description).toContain('Booking TRIP-88');
    expect(fields.access_activity_log).toContain('3-D Secure: authenticated');
    expect(fields.access_activity_log).toContain('The payment was made.');
    expect(fields.refund_policy_disclosure).toContain('termsAcceptedAt');
    expect(fields.uncategorized_text).toContain('9.90 EUR (rfd_1)');
  });

  it('sends an operator’s words exactly as given, and loses nothing for it', () => {
    const fields = evidenceFields(evidencePack(rowsWith({}), SECURED), ' winning_evidence ');
    expect(fields.uncategorized_text).toBe(' winning_evidence ');
    expect(fields.access_activity_log).toContain('9.90 EUR (rfd_1)');
    expect(fields).not.toHaveProperty('refund_policy_disclosure');
  });

  it('never has more than Stripe takes, however long the history', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2_000 }), (many) => {
        const events = Array.from({ length: many }, () => ROWS.events[1]!);
        const fields = evidenceFields(evidencePack({ ...ROWS, events }, SECURED));
        const texts = Object.values(fields) as string[];
        for (const text of texts) expect(text.length).toBeLessThanOrEqual(20_000);
        const log = fields.access_activity_log;
        expect(log.endsWith('(shortened)')).toBe(log.length > 19_900);
      }),
      { numRuns: 30 },
    );
  });
});
