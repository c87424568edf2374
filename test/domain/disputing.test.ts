import fc from 'fast-check';
import { BOOKING_STATUSES } from '../../src/domain/booking';
import {
  disputeClosed,
  disputeRead,
  disputed,
  submittedAt,
} from '../../src/domain/decisions/disputing';
import { confirmed } from '../../src/domain/decisions/confirming';
import { accepted, opened } from '../../src/domain/decisions/opening';
import { paid, strayMoney } from '../../src/domain/decisions/paying';
import {
  DISPUTE_STATUSES,
  hasEvidence,
  isDisputeStatus,
  mayBeRefunded,
  needsEvidence,
  outcomeOf,
  stageOf,
  type DisputeFacts,
  type DisputeStatus,
} from '../../src/domain/dispute';
import { PAYMENT_STATUSES } from '../../src/domain/payment';
import { mayDisputeBecome } from '../../src/domain/transition-table';
import { CHARGE, INTENT, idOf, lines, newBooking, tell, type Fact } from './story';

const DUE = new Date('2026-03-13T09:00:00.000Z');
const AT = new Date('2026-03-05T10:00:00.000Z');
const OWN = { stripeChargeId: CHARGE.stripeChargeId, own: true };
const CONFIRMED: Fact[] = [
  accepted,
  (state) => opened(state, INTENT),
  (state) => paid(state, CHARGE, false),
  confirmed,
];

function dispute(more: Partial<DisputeFacts> = {}): DisputeFacts {
  return {
    disputeId: 'dp_1',
    stripeChargeId: CHARGE.stripeChargeId,
    stripePaymentIntentId: CHARGE.stripePaymentIntentId,
    amountMinor: 12_990,
    currency: 'eur',
    reason: 'fraudulent',
    status: 'needs_response',
    refundable: false,
    withdrawnMinor: 12_990,
    evidenceDueBy: DUE,
    submissions: 0,
    createdAt: AT,
    ...more,
  };
}

const read =
  (facts: DisputeFacts, answeredAt: Date | null = null): Fact =>
  (state) =>
    disputeRead(state, facts, OWN, answeredAt);

describe('a dispute', () => {
  it('is told once, caused by the payment', () => {
    const { events } = tell([...CONFIRMED, read(dispute()), read(dispute())]);
    const told = events.slice(4);
    expect(lines(told)).toEqual(['payment.disputed CONFIRMED/completed']);
    expect(told[0]).toMatchObject({
      eventId: idOf('payment.disputed', 'dp_1'),
      causationId: idOf('payment.completed'),
      payload: {
        ...{ disputeId: 'dp_1', disputedAmountMinor: 12_990, reason: 'fraudulent' },
        evidenceDueBy: DUE.toISOString(),
      },
    });
  });

  it('is caused by the stray charge that it is about, or by the opening where no money is known', () => {
    const stray = { ...CHARGE, stripeChargeId: 'ch_stray' };
    const about = { stripeChargeId: 'ch_stray', own: false };
    const late: Fact = (state) => disputed(state, dispute(), about);
    const { events } = tell([...CONFIRMED, (state) => strayMoney(state, stray), late]);
    expect(events.at(-1)!.causationId).toBe(idOf('payment.unapplied', 'ch_stray'));
    const early = tell([...CONFIRMED.slice(0, 2), read(dispute())]);
    expect(early.events.at(-1)!.causationId).toBe(idOf('payment.initiated'));
    const unknown = tell([...CONFIRMED, late]);
    expect(unknown.events.at(-1)!.causationId).toBe(idOf('payment.initiated'));
    const first = tell([accepted, read(dispute())]);
    expect(first.events.at(-1)!.causationId).toBe(idOf('booking.pending_payment'));
  });

  it.each([
    ['won', 'won'],
    ['lost', 'lost'],
    ['warning_closed', 'warning_closed'],
    ['prevented', 'warning_closed'],
  ])('first seen %s tells that it was opened, and how it ended', (status, outcome) => {
    const { events, flags } = tell([...CONFIRMED, read(dispute({ status }))]);
    expect(lines(events.slice(4))).toEqual([
      'payment.disputed CONFIRMED/completed',
      'payment.dispute_closed CONFIRMED/completed',
    ]);
    expect(events.at(-1)).toMatchObject({
      eventId: idOf('payment.dispute_closed', `dp_1:${outcome}`),
      causationId: idOf('payment.disputed', 'dp_1'),
      payload: { disputeId: 'dp_1', outcome },
    });
    expect(flags).toEqual([]);
  });

  it('tells each outcome once: lost, then won', () => {
    const told = ['lost', 'lost', 'won', 'won'].map((status) => read(dispute({ status })));
    const { events } = tell([...CONFIRMED, ...told]);
    expect(events.slice(5).map(({ payload }) => payload)).toMatchObject([
      { outcome: 'lost' },
      { outcome: 'won' },
    ]);
    expect(tell([...CONFIRMED, (s) => disputeClosed(s, dispute(), OWN)]).events).toHaveLength(4);
  });

  it('H24: changes no status of any booking or payment, whatever Stripe says of it', () => {
    const anything = fc.record({
      status: fc.constantFrom(...BOOKING_STATUSES),
      paymentStatus: fc.constantFrom(...PAYMENT_STATUSES),
      words: fc.array(fc.constantFrom<string>(...DISPUTE_STATUSES, 'a_new_word'), { minLength: 1 }),
      own: fc.boolean(),
    });
    fc.assert(
      fc.property(anything, ({ status, paymentStatus, words, own }) => {
        const booking = newBooking({ status });
        const from = { ...booking, payment: { ...booking.payment, status: paymentStatus } };
        const about = { stripeChargeId: CHARGE.stripeChargeId, own };
        const facts = words.map(
          (word): Fact =>
            (state) =>
              disputeRead(state, dispute({ status: word }), about, null),
        );
        const { state, events } = tell(facts, from);
        expect([state.status, state.payment.status]).toEqual([status, paymentStatus]);
        const outcomes = new Set(words.map(outcomeOf).filter(Boolean));
        expect(events).toHaveLength(1 + outcomes.size);
      }),
      { numRuns: 500 },
    );
  });
});

describe('the flag of a dispute', () => {
  const flagOf = (facts: DisputeFacts, answeredAt: Date | null = null) =>
    disputeRead(newBooking(), facts, OWN, answeredAt).flags?.[0];

  it('says what is disputed, why, what to do and until when', () => {
    expect(flagOf(dispute())).toEqual({
      ...{ kind: 'dispute', subject: 'dp_1', dueBy: DUE },
      detail:
        '129.90 EUR are disputed (fraudulent); refunds are stopped. Send evidence until ' +
        '2026-03-13 09:00 UTC: POST /api/v1/disputes/dp_1/evidence, or the update submitEvidence ' +
        'of the workflow dispute-dp_1. Without it the money is lost.',
    });
  });

  it('says of an inquiry that no money has moved', () => {
    const flag = flagOf(dispute({ status: 'warning_needs_response', refundable: true }));
    expect(flag?.detail).toContain(
      "The customer's bank asks about 129.90 EUR (fraudulent); no money",
    );
    expect(flag?.dueBy).toEqual(DUE);
  });

  it.each([
    [dispute({ status: 'under_review', submissions: 1 }), null],
    [dispute(), AT], // sent, and Stripe has not moved it yet
    [dispute({ status: 'appeal_under_review' }), null],
  ])('asks for nothing once evidence was sent', (facts, answeredAt) => {
    const flag = flagOf(facts, answeredAt);
    expect(flag).not.toHaveProperty('dueBy');
    expect(flag?.detail).toContain('the bank decides');
  });

  it('is there exactly while the dispute is open', () => {
    for (const status of [...DISPUTE_STATUSES, 'a_new_word'])
      expect([status, flagOf(dispute({ status })) === undefined]).toEqual([
        status,
        outcomeOf(status) !== undefined,
      ]);
  });
});

describe('what a status means', () => {
  it.each<[DisputeStatus, ReturnType<typeof stageOf>, boolean, string | undefined]>([
    ['warning_needs_response', 'inquiry', true, undefined],
    ['warning_under_review', 'inquiry', false, undefined],
    ['warning_closed', 'inquiry', false, 'warning_closed'],
    ['needs_response', 'chargeback', true, undefined],
    ['under_review', 'chargeback', false, undefined],
    ['won', 'chargeback', false, 'won'],
    ['lost', 'chargeback', false, 'lost'],
    ['prevented', 'chargeback', false, 'warning_closed'],
    ['appeal_needs_response', 'appeal', true, undefined],
    ['appeal_under_review', 'appeal', false, undefined],
  ])('%s', (status, stage, due, outcome) => {
    expect([stageOf(status), needsEvidence(status), outcomeOf(status)]).toEqual([
      stage,
      due,
      outcome,
    ]);
    expect(isDisputeStatus(status)).toBe(true);
  });

  it('H24: lost money is never refunded, whatever Stripe says of the charge', () => {
    for (const status of DISPUTE_STATUSES)
      for (const refundable of [true, false])
        expect(mayBeRefunded(dispute({ status, refundable }))).toBe(
          refundable && status !== 'lost',
        );
  });

  it('evidence counts once Stripe no longer asks for it', () => {
    expect(hasEvidence(dispute({ submissions: 1 }))).toBe(false); // of an earlier stage
    expect(hasEvidence(dispute({ status: 'under_review', submissions: 1 }))).toBe(true);
    expect(hasEvidence(dispute({ status: 'lost', submissions: 0 }))).toBe(false);
  });

  it('an answer holds for its stage alone', () => {
    const inquiry = { status: 'warning_under_review', evidenceSubmittedAt: AT };
    const now = new Date('2026-03-06T10:00:00.000Z');
    expect(submittedAt(inquiry, dispute({ submissions: 1 }), now)).toBeNull();
    const closed = dispute({ status: 'won', submissions: 2 });
    expect(submittedAt(inquiry, closed, now)).toEqual(AT);
    const open = { status: 'needs_response', evidenceSubmittedAt: null };
    expect(submittedAt(open, dispute(), now)).toBeNull();
    expect(submittedAt(open, dispute({ status: 'under_review', submissions: 1 }), now)).toBe(now);
    const sent = { status: 'needs_response', evidenceSubmittedAt: AT };
    expect(submittedAt(sent, dispute(), now)).toEqual(AT);
    expect(submittedAt(undefined, closed, now)).toBe(now);
  });
});

describe('which status may follow which', () => {
  const allowed = (from: DisputeStatus) =>
    DISPUTE_STATUSES.filter((to) => to !== from && mayDisputeBecome(from, to));

  it('an inquiry may become a chargeback, and never the other way', () => {
    const asks = DISPUTE_STATUSES.filter((status) => stageOf(status) === 'inquiry');
    for (const from of DISPUTE_STATUSES.filter((status) => !asks.includes(status)))
      expect(allowed(from).filter((to) => asks.includes(to))).toEqual([]);
    expect(allowed('warning_closed')).toContain('needs_response');
  });

  it('H24: what was lost may be won, and what was won be lost', () => {
    expect(allowed('lost')).toContain('won');
    expect(allowed('won')).toContain('lost');
    expect(allowed('lost')).not.toContain('needs_response');
    expect(allowed('prevented')).toEqual([]);
  });

  it('the same status is no move', () => {
    for (const status of DISPUTE_STATUSES) expect(mayDisputeBecome(status, status)).toBe(true);
  });
});
