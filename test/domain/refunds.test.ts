import { closed } from '../../src/domain/decisions/closing';
import { confirmed, unconfirmable } from '../../src/domain/decisions/confirming';
import { accepted, opened } from '../../src/domain/decisions/opening';
import { paid, strayMoney } from '../../src/domain/decisions/paying';
import { refundFailed, refundRequested, refundSettled } from '../../src/domain/decisions/refunding';
import { mustGoBackWhole, refundableMinor } from '../../src/domain/refund';
import { CHARGE, INTENT, idOf, lines, own, refundOf, tell, type Fact } from './story';

const open: Fact[] = [accepted, (now) => opened(now, INTENT)];
const takeMoney: Fact = (now) => paid(now, CHARGE, false);
const bought = tell([...open, takeMoney, confirmed]).state;
const part = refundOf({ refundId: 'rfd_1', amountMinor: 5_000 });
const rest = refundOf({ refundId: 'rfd_2', amountMinor: 7_990 });
const why = { errorCode: 'lost_or_stolen_card', errorMessage: 'The card is gone' };

const ask =
  (refund = part, charge = own(0)): Fact =>
  (now) =>
    refundRequested(now, refund, charge);
const settle =
  (refund = part, charge = own(5_000)): Fact =>
  (now) =>
    refundSettled(now, refund, charge);
const fail =
  (refund = part, charge = own(0)): Fact =>
  (now) =>
    refundFailed(now, refund, charge, why);

it('says of each refund its sum, and of all the total', () => {
  const { events } = tell([ask(), settle(), ask(rest), settle(rest, own(12_990))], bought);
  const refunded = events.filter(({ eventType }) => eventType === 'payment.refunded');
  expect(refunded.map(({ payload }) => payload)).toMatchObject([
    {
      refundId: 'rfd_1',
      refundAmountMinor: 5_000,
      refundedTotalMinor: 5_000,
      fullyRefunded: false,
    },
    {
      refundId: 'rfd_2',
      refundAmountMinor: 7_990,
      refundedTotalMinor: 12_990,
      fullyRefunded: true,
    },
  ]);
  expect(refunded[0]!.eventId).toBe(idOf('payment.refunded', 'rfd_1:1'));
  expect(events[0]!.payload).toMatchObject({
    refundId: 'rfd_1',
    refundAmountMinor: 5_000,
    reason: 'seat changed',
    requestedBy: 'api',
  });
});

it('does not mind in which order two refunds settle', () => {
  const { events, state } = tell(
    [ask(), ask(rest), settle(rest, own(7_990)), settle(part, own(12_990))],
    bought,
  );
  expect(lines(events).slice(2)).toEqual([
    'payment.refunded CONFIRMED/partially_refunded',
    'booking.partially_refunded PARTIALLY_REFUNDED/partially_refunded',
    'payment.refunded PARTIALLY_REFUNDED/refunded',
    'booking.refunded REFUNDED/refunded',
  ]);
  expect(state.status).toBe('REFUNDED');
});

it('takes the sum back when a refund fails after it had succeeded', () => {
  const whole = refundOf();
  const { events, state, flags } = tell(
    [ask(whole), settle(whole, own(12_990)), fail(whole, own(0))],
    bought,
  );
  expect(events.at(-1)!.payload).toMatchObject({
    paymentStatus: 'completed',
    bookingStatus: 'REFUNDED',
    refundedTotalMinor: 0,
    ...why,
  });
  expect(state.payment.status).toBe('completed');
  expect(flags).toEqual(['refund_failed']);

  const again = tell([settle({ ...whole, attempt: 2 }, own(12_990))], state);
  expect(lines(again.events)).toEqual(['payment.refunded REFUNDED/refunded']);
});

it('keeps what another refund has given back when one fails', () => {
  const { state } = tell([ask(), settle(), ask(rest), fail(rest, own(5_000))], bought);
  expect(state.status).toBe('PARTIALLY_REFUNDED');
  expect(state.payment.status).toBe('partially_refunded');
});

it('flags a goodwill refund that fails, and leaves the booking confirmed', () => {
  const { events, state, flags } = tell([ask(), fail()], bought);
  expect(lines(events)).toEqual([
    'payment.refund_initiated CONFIRMED/completed',
    'payment.refund_failed CONFIRMED/completed',
  ]);
  expect(state.status).toBe('CONFIRMED');
  expect(flags).toEqual(['refund_failed']);
});

it('keeps a booking in REFUND_FAILED until a later attempt has settled', () => {
  const whole = refundOf({ requestedBy: 'saga' });
  const unpaidBack = tell([...open, takeMoney, (now) => unconfirmable(now, 'unavailable')]).state;
  const second = { ...whole, attempt: 2 };
  const third = { ...whole, attempt: 3 };
  const { events, state } = tell(
    [ask(whole), fail(whole), fail(second), settle(third, own(12_990))],
    unpaidBack,
  );
  expect(lines(events)).toEqual([
    'payment.refund_initiated REFUND_PENDING/completed',
    'payment.refund_failed REFUND_PENDING/completed',
    'booking.refund_failed REFUND_FAILED/completed',
    'payment.refund_failed REFUND_FAILED/completed',
    'payment.refunded REFUND_FAILED/refunded',
    'booking.refunded REFUNDED/refunded',
  ]);
  expect(new Set(events.map(({ eventId }) => eventId)).size).toBe(events.length);
  expect(state.status).toBe('REFUNDED');
});

it('says when an operator has paid by hand', () => {
  const { stripeRefundId: _, ...refund } = refundOf({ attempt: 2, manual: true });
  const { events } = tell([ask(refund), settle(refund, own(12_990))], bought);
  expect(events[1]!.payload).toMatchObject({ manual: true, fullyRefunded: true });
  expect(events[1]!.payload).not.toHaveProperty('stripeRefundId');
});

it('names who made a refund at Stripe without us', () => {
  const refund = refundOf({ requestedBy: 'external', reason: 'requested_by_customer' });
  const { events, state } = tell([ask(refund), settle(refund, own(12_990))], bought);
  expect(events[0]!.payload).toMatchObject({ requestedBy: 'external' });
  expect(state.status).toBe('REFUNDED');
});

it.each(['EXPIRED', 'CANCELLED'] as const)('leaves a booking that is %s as it is', (status) => {
  const how =
    status === 'EXPIRED'
      ? ({ how: 'expired' } as const)
      : ({ how: 'cancelled', cancelledBy: 'customer' } as const);
  const ended = tell([...open, (now) => closed(now, how)]).state;
  const late = own(0, { own: false, stripeChargeId: 'ch_late' });
  const refund = refundOf({ requestedBy: 'saga' });
  const { events, state } = tell(
    [
      (now) => strayMoney(now, { ...CHARGE, stripeChargeId: 'ch_late' }),
      ask(refund, late),
      fail(refund, late),
      settle({ ...refund, attempt: 2 }, { ...late, refundedMinor: 12_990 }),
    ],
    ended,
  );
  expect(events.map(({ eventType }) => eventType)).toEqual([
    'payment.unapplied',
    'payment.refund_initiated',
    'payment.refund_failed',
    'payment.refunded',
  ]);
  expect(state.status).toBe(status);
  expect(state.payment.status).toBe(ended.payment.status);
});

it('H23: leaves the payment of a confirmed booking alone when a duplicate goes back', () => {
  const twice = own(0, { own: false, stripeChargeId: 'ch_two' });
  const { state } = tell(
    [
      (now) => strayMoney(now, { ...CHARGE, stripeChargeId: 'ch_two' }),
      ask(refundOf(), twice),
      settle(refundOf(), { ...twice, refundedMinor: 12_990 }),
    ],
    bought,
  );
  expect(state).toMatchObject({ status: 'CONFIRMED', payment: { status: 'completed' } });
});

it.each([
  [{ amountMinor: 100, reservedMinor: 0, externalMinor: 0 }, 100],
  [{ amountMinor: 100, reservedMinor: 40, externalMinor: 10 }, 50],
  [{ amountMinor: 100, reservedMinor: 60, externalMinor: 60 }, 0],
])('leaves of %j to be refunded: %i', (charge, left) => {
  expect(refundableMinor(charge)).toBe(left);
});

it.each([
  ['CONFIRMED', false],
  ['PARTIALLY_REFUNDED', false],
  ['REFUND_PENDING', true],
  ['REFUND_FAILED', true],
  ['REFUNDED', true],
] as const)('the charge of a booking that is %s must go back whole: %s', (status, whole) => {
  expect(mustGoBackWhole({ own: true }, status)).toBe(whole);
  expect(mustGoBackWhole({ own: false }, status)).toBe(true); // stray money always
});
