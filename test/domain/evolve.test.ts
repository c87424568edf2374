import { closed } from '../../src/domain/decisions/closing';
import { confirmed, unconfirmable } from '../../src/domain/decisions/confirming';
import { accepted, opened, refusedByOwner } from '../../src/domain/decisions/opening';
import { attemptFailed, paid, processing, strayMoney } from '../../src/domain/decisions/paying';
import { ForbiddenMove, evolve } from '../../src/domain/evolve';
import { AT, CHARGE, INTENT, declined, idOf, newBooking, tell, type Fact } from './story';

const open: Fact[] = [accepted, (now) => opened(now, INTENT)];

it('C4: makes the envelope and the payload of contracts.md', () => {
  const before = tell(open).state;
  const decision = paid(before, { ...CHARGE, receiptUrl: 'https://pay.stripe.com/r/1' }, false);
  const { events } = evolve(before, decision, {
    at: AT,
    livemode: false,
    stripeEventId: 'evt_1Qa',
  });
  expect(events).toEqual([
    {
      eventId: '5aa653b3-83c2-44bf-94fa-9efb0d2ae1bc',
      eventType: 'payment.completed',
      timestamp: '2026-03-04T09:15:30.120Z',
      version: '1.0',
      source: 'payment-service',
      sequence: 3,
      correlationId: 'bk-2041',
      causationId: '8017671c-d8ff-4f65-b1eb-f903dbb53d8c',
      metadata: { workflowId: 'booking-bk-2041', stripeEventId: 'evt_1Qa', livemode: false },
      payload: {
        bookingId: 'bk-2041',
        bookingReference: 'TRIP-88',
        userId: 'usr-77',
        paymentId: 'pay_babefaa9a02eaf5c87263f5b',
        paymentNumber: 1042,
        stripePaymentIntentId: 'pi_3Qa',
        amountMinor: 12_990,
        currency: 'eur',
        paymentMethod: 'card',
        bookingStatus: 'PENDING_PAYMENT',
        paymentStatus: 'completed',
        stripeChargeId: 'ch_3Qa',
        receiptUrl: 'https://pay.stripe.com/r/1',
      },
    },
  ]);
});

it('leaves what is not known out, and the state before as it was', () => {
  const { bookingReference: _, ...before } = newBooking();
  const copy = structuredClone(before);
  const { events } = evolve(before, accepted(before), { at: AT, livemode: true });
  expect(before).toEqual(copy);
  expect(JSON.parse(JSON.stringify(events[0]))).toEqual({ ...events[0] });
  expect(Object.keys(events[0]!.payload)).not.toContain('bookingReference');
  expect(events[0]!.metadata).toEqual({ workflowId: 'booking-bk-2041', livemode: true });
});

it('says of each event from where it led, within one decision too', () => {
  const { state } = tell(open);
  const decision = closed(state, { how: 'expired' });
  const { events, previous } = evolve(state, decision, { at: AT, livemode: false });
  expect(events.map(({ eventId }) => previous.get(eventId))).toEqual([
    { booking: 'PENDING_PAYMENT', payment: 'awaiting_payment' },
    { booking: 'PENDING_PAYMENT', payment: 'expired' },
  ]);
});

it('refuses a move that the tables forbid, whole', () => {
  const { state } = tell([...open, (now) => closed(now, { how: 'expired' })]);
  const late = paid(state, CHARGE, false);
  expect(() => evolve(state, late, { at: AT, livemode: false })).toThrow(ForbiddenMove);
  expect(() => evolve(state, late, { at: AT, livemode: false })).toThrow(
    'payment.completed may not lead from expired to completed',
  );
});

it('counts attempts by charge, and an attempt without a charge by its event', () => {
  const { stripeChargeId: _, ...noCharge } = declined(2);
  const { state, events } = tell([
    ...open,
    (now) => attemptFailed(now, declined(1)),
    (now) => attemptFailed(now, { ...declined(1), stripeEventId: 'evt_again' }),
    (now) => attemptFailed(now, noCharge),
  ]);
  expect(state.payment).toMatchObject({ attempts: 2, lastDecline: 'insufficient_funds' });
  expect(events.slice(2).map(({ eventId }) => eventId)).toEqual([
    idOf('payment.attempt_failed', 'ch_declined_1'),
    idOf('payment.attempt_failed', 'evt_2'),
  ]);
  expect(events[2]!.payload).toMatchObject({
    attempt: 1,
    errorCode: 'card_declined',
    declineCode: 'insufficient_funds',
    stripeChargeId: 'ch_declined_1',
  });
  expect(events[2]!.payload).not.toHaveProperty('stripeEventId');
});

it('counts the last attempt into the final failure', () => {
  const { state, events } = tell([
    ...open,
    (now) => attemptFailed(now, declined(1)),
    (now) =>
      closed(now, {
        how: 'failed',
        failure: { errorCode: 'card_declined' },
        attempts: 2,
        lastDecline: 'do_not_honor',
      }),
  ]);
  expect(events.at(-2)!.payload).toMatchObject({ attempts: 2, errorCode: 'card_declined' });
  expect(events.at(-1)!.payload).toMatchObject({ reason: 'payment_failed' });
  expect(state).toMatchObject({ reason: 'payment_failed', status: 'CANCELLED' });
  expect(state.payment).toMatchObject({ attempts: 2, lastDecline: 'do_not_honor' });
});

it.each([
  [{ how: 'cancelled', cancelledBy: 'customer', reason: 'too dear' }, 'customer', 'too dear'],
  [{ how: 'cancelled', cancelledBy: 'operator', reason: 'fraud' }, 'operator', 'fraud'],
  [{ how: 'cancelled', cancelledBy: 'provider' }, 'provider', undefined],
  [
    { how: 'cancelled', cancelledBy: 'owner', reason: 'price_changed' },
    'price_changed',
    'price_changed',
  ],
] as const)('says of %j that the booking was cancelled because of %s', (closing, reason, text) => {
  const { events } = tell([...open, (now) => closed(now, closing)]);
  const [payment, booking] = events.slice(-2);
  expect(payment!.payload).toMatchObject({ cancelledBy: closing.cancelledBy });
  expect((payment!.payload as { reason?: string }).reason).toBe(text);
  expect(booking!.payload).toMatchObject({ reason });
});

it.each([
  ['another amount', { amountMinor: 12_989 }],
  ['more than was asked', { amountMinor: 12_991 }],
  ['another currency', { currency: 'usd' }],
  ['the other mode of Stripe', { livemode: true }],
])('never takes %s for the payment, and flags it', (_, other) => {
  const { state, events, flags } = tell([
    ...open,
    (now) => paid(now, { ...CHARGE, ...other }, false),
  ]);
  expect(state).toMatchObject({ status: 'REFUND_PENDING', reason: 'amount_mismatch' });
  expect(state.payment.status).toBe('unapplied');
  expect(flags).toEqual(['amount_mismatch']);
  expect(events.at(-2)!.eventId).toBe(idOf('payment.unapplied', 'ch_3Qa'));
});

it('tells processing once per payment, also when it goes on after a decline', () => {
  const { events, state } = tell([
    ...open,
    (now) => processing(now, 'requires_action'),
    (now) => attemptFailed(now, declined(1)),
    (now) => processing(now, 'processing'),
  ]);
  expect(events.map(({ eventType }) => eventType).slice(2)).toEqual([
    'payment.processing',
    'payment.attempt_failed',
  ]);
  expect(state.payment.status).toBe('awaiting_payment');
});

describe('Once the booking is closed', () => {
  const ended = tell([...open, (now) => closed(now, { how: 'expired' })]).state;

  it.each<[string, Fact]>([
    ['a second end', (now) => closed(now, { how: 'cancelled', cancelledBy: 'customer' })],
    ['a decline', (now) => attemptFailed(now, declined(1))],
    ['processing', (now) => processing(now, 'processing')],
    ['a confirmation', confirmed],
    ['a refusal by the owner', (now) => unconfirmable(now, 'unavailable')],
    ['a hold that is refused', (now) => refusedByOwner(now, 'unavailable')],
    ['its opening', (now) => opened(now, INTENT)],
  ])('%s changes nothing', (_, fact) => {
    const { state, events } = tell([fact], ended);
    expect(events).toEqual([]);
    expect(state).toEqual(ended);
  });
});

it('calls money late after an unpaid ending, and a duplicate beside another payment', () => {
  const other = { ...CHARGE, stripeChargeId: 'ch_two', stripePaymentIntentId: 'pi_other' };
  const reasonOf = (facts: Parameters<typeof tell>[0]) => {
    const { events, state } = tell([...open, ...facts, (now) => strayMoney(now, other)]);
    return [(events.at(-1)?.payload as { reason?: string }).reason, state.status];
  };
  expect(reasonOf([(now) => closed(now, { how: 'expired' })])).toEqual(['late', 'EXPIRED']);
  expect(reasonOf([(now) => paid(now, CHARGE, false), confirmed])).toEqual([
    'duplicate',
    'CONFIRMED',
  ]);
});
