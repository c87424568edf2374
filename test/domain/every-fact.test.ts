import { ForbiddenMove } from '../../src/domain/evolve';
import { happened, type BookingState } from '../../src/domain/transition';
import { BOOKING_ARROWS, PAYMENT_ARROWS } from './arrows';
import { FACTS, type NamedFact } from './facts';
import { CHARGE, tell } from './story';

/** Statuses of booking and payment that belong together; facts in any order lead to no others. */
const REACHABLE = [
  'PENDING_PAYMENT/initiating',
  'PENDING_PAYMENT/awaiting_payment',
  'PENDING_PAYMENT/processing',
  'PENDING_PAYMENT/authorized',
  'PENDING_PAYMENT/completed',
  'PENDING_PAYMENT/partially_refunded', // refunded at Stripe before the owner had answered
  'PENDING_PAYMENT/refunded',
  'EXPIRED/expired',
  'CANCELLED/cancelled',
  'CANCELLED/failed',
  'CONFIRMED/completed',
  'PARTIALLY_REFUNDED/partially_refunded',
  'PARTIALLY_REFUNDED/completed', // its refund failed after it had succeeded
  'REFUND_PENDING/completed',
  'REFUND_PENDING/unapplied', // another sum than the booking's
  'REFUND_PENDING/partially_refunded',
  'REFUND_FAILED/completed',
  'REFUND_FAILED/unapplied',
  'REFUND_FAILED/partially_refunded',
  'REFUNDED/refunded',
  'REFUNDED/partially_refunded', // one of its refunds failed after it had succeeded
  'REFUNDED/completed',
  'REFUNDED/unapplied',
];

type Pair = `${BookingState['status']}/${BookingState['payment']['status']}`;

const pairOf = ({ status, payment }: BookingState): Pair => `${status}/${payment.status}`;

/** What is told is told about what is so: decisions rely on their callers for this much. */
function applies(state: BookingState, { name }: NamedFact): boolean {
  const { status, payment } = state;
  const taken = [...state.history].length > 0 && payment.status !== 'initiating';
  if (name.startsWith('refund of stray')) return true;
  if (name.startsWith('refund of')) return taken && hasMoney(state);
  if (name.startsWith('confirmed') || name.startsWith('unconfirmable'))
    return status !== 'PENDING_PAYMENT' || sumFits(state, name);
  if (name.startsWith('closed') || name.startsWith('refused'))
    return status !== 'PENDING_PAYMENT' || !hasMoney(state);
  return true;
}

const hasMoney = ({ payment }: BookingState) =>
  ['completed', 'unapplied', 'partially_refunded', 'refunded'].includes(payment.status);

/** How much has gone back is read together with the status. */
function sumFits({ payment }: BookingState, name: string): boolean {
  const gone = { completed: 0, partially_refunded: 5_000, refunded: CHARGE.amountMinor };
  return name.includes(`, ${gone[payment.status as keyof typeof gone]} `);
}

/** One state for each pair and each way to have come to its money. */
function explore(): Map<string, BookingState> {
  const first = tell([FACTS[0]!.fact]).state;
  const found = new Map<string, BookingState>([[keyOf(first), first]]);
  for (const state of found.values())
    for (const one of FACTS) {
      if (!applies(state, one)) continue;
      const after = outcome(state, one);
      if (after !== 'forbidden' && !found.has(keyOf(after.state)))
        found.set(keyOf(after.state), after.state);
    }
  return found;
}

const keyOf = (state: BookingState) =>
  `${pairOf(state)} ${state.payment.attempts} ${happened(state, 'payment.completed')}`;

function outcome(state: BookingState, { fact }: NamedFact) {
  try {
    return tell([fact], state);
  } catch (error) {
    if (error instanceof ForbiddenMove) return 'forbidden';
    throw error;
  }
}

const states = [...explore().values()];

it('reaches these pairs of statuses and no others', () => {
  expect([...new Set(states.map(pairOf))].sort()).toEqual([...REACHABLE].sort());
});

it.each(FACTS)('$name: along the arrows or not at all, and twice is once', (one) => {
  for (const before of states) {
    const after = outcome(before, one);
    if (after === 'forbidden') {
      // Its caller flags it, or would not have told it of this state.
      expect([keyOf(before), one.mayBeForbidden ?? !applies(before, one)]).toEqual([
        keyOf(before),
        true,
      ]);
      continue;
    }
    expect(complaints(before, after)).toEqual([]);
    const twice = outcome(after.state, one);
    if (twice === 'forbidden') throw new Error(`forbidden when told again of ${keyOf(before)}`);
    expect(twice.events).toEqual([]);
    expect(twice.state).toEqual(after.state);
  }
});

/** What is wrong with a step, judged by the arrows alone. */
function complaints(before: BookingState, { state, events }: ReturnType<typeof tell>): string[] {
  let [booking, payment]: string[] = [before.status, before.payment.status];
  const found: string[] = [];
  const when = (bad: boolean, complaint: string) => void (bad && found.push(complaint));
  events.forEach(({ sequence, eventType, payload }, index) => {
    const { bookingStatus, paymentStatus } = payload;
    const moved = `${booking} -> ${bookingStatus}`;
    const paid = `${payment} -> ${paymentStatus}`;
    when(sequence !== before.sequence + index + 1, `${eventType} is number ${sequence}`);
    when(booking !== bookingStatus && !BOOKING_ARROWS.has(moved), `${eventType}: ${moved}`);
    when(payment !== paymentStatus && !PAYMENT_ARROWS.has(paid), `${eventType}: ${paid}`);
    const { refundedTotalMinor = 0 } = payload as { refundedTotalMinor?: number };
    const sane = refundedTotalMinor >= 0 && refundedTotalMinor <= CHARGE.amountMinor;
    when(!sane, `${eventType}: ${refundedTotalMinor} refunded`);
    [booking, payment] = [bookingStatus, paymentStatus];
  });
  when(pairOf(state) !== `${booking}/${payment}`, `the state is ${pairOf(state)}`);
  return found;
}
