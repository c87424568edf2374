import { refundIdOf } from '../../src/domain/ids';
import { madeByUs } from './books/ledger';
import { CURRENCY, BOOKING_ID, PRICE, type Model } from './model';
import type { PostFault } from './stripe/account';
import type { Card, Charge, Dispute, Intent } from './stripe/objects';
import type { World } from './world';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** What may happen to a booking. `n` is a small number of the command's own. */
export type Command = (world: World, n: number) => void;

const CARDS: readonly Card[] = ['ok', 'declined', '3ds', 'slow'];
const POST_FAULTS: readonly PostFault[] = ['answer lost', '500 after', '500 before', 'busy'];
const AMOUNTS = [undefined, PRICE / 3, PRICE / 2, PRICE, PRICE + 1, 1] as const;

export const COMMANDS = {
  pays: ({ m }) => withOwn(m, (own) => payments(m).pay(own, 'ok')),
  'is declined': ({ m }) => withOwn(m, (own) => payments(m).pay(own, 'declined')),
  'is challenged': ({ m }) => withOwn(m, (own) => payments(m).pay(own, '3ds')),
  'pays slowly': ({ m }) => withOwn(m, (own) => payments(m).pay(own, 'slow')),
  'passes 3DS': ({ m }) => withOwn(m, (own) => payments(m).authenticate(own, true)),
  'fails 3DS': ({ m }) => withOwn(m, (own) => payments(m).authenticate(own, false)),
  'bank grants': ({ m }) => withOwn(m, (own) => payments(m).decide(own, true)),
  'bank refuses': ({ m }) => withOwn(m, (own) => payments(m).decide(own, false)),
  'sum is changed at Stripe': ({ m }, n) =>
    withOwn(m, (own) => payments(m).changeAmount(own, n % 2 ? PRICE + 100 : PRICE / 2)),
  'server confirms': ({ m }, n) => {
    const card = n % 5 === 4 ? {} : { card: CARDS[n % 5]! };
    m.desk.take({ kind: 'confirm', id: newId(m, 'confirm'), done: () => undefined, ...card });
  },
  // Nobody can copy what is not there yet.
  'pays a copy': ({ m }) => {
    const { paymentId } = m.rows.booking?.payment ?? {};
    if (paymentId === undefined || madeByUs(m).length === 0) return;
    stranger(m, { bookingId: BOOKING_ID, paymentId });
  },
  // Who names a booking before it exists names none of ours.
  'pays a stranger': ({ m }, n) =>
    stranger(m, n % 2 || !m.rows.booking ? {} : { bookingId: BOOKING_ID }),

  'customer cancels': (world) => cancel(world, 'customer'),
  'operator cancels': (world) => cancel(world, 'operator'),
  'operator extends': ({ m }, n) => {
    const { booking } = m.desk;
    if (booking?.status !== 'PENDING_PAYMENT') return;
    const expiresAt = Date.parse(booking.expiresAt) + (n + 1) * 10 * MINUTE;
    const id = newId(m, 'extend');
    m.desk.take({ kind: 'extend', id, expiresAt, done: () => undefined });
  },
  'refund is asked for': ({ m }, n) => askRefund(m, AMOUNTS[n % AMOUNTS.length], n % 4),
  'refunds are asked for at once': ({ m }, n) => {
    for (let key = 0; key < 2 + (n % 4); key += 1) askRefund(m, PRICE / (2 + (n % 3)), 10 + key);
  },
  'operator retries': ({ m }, n) => act(m, 'retryRefund', n),
  'operator marks refunded': ({ m }, n) => act(m, 'markRefunded', n),

  'refund in the dashboard': ({ m }, n) => {
    // Of stray money only once it is on record: before, nobody can tell whose refund it is.
    const known = captured(m).filter(({ id }) => m.rows.charge(id) !== undefined);
    const charge = known[n % 2 ? 0 : known.length - 1];
    if (!charge) return;
    const left = charge.capturedMinor - m.stripe.outside.refunds.refundedMinor(charge.id);
    const amountMinor = n % 3 ? left : Math.floor(left / 2);
    if (amountMinor < 1 || frozen(m, charge)) return;
    m.stripe.outside.refunds.create({ chargeId: charge.id, amountMinor, metadata: {} });
  },
  'cancel in the dashboard': ({ m }) => withOwn(m, payments(m).cancelElsewhere),
  'refunds take long': ({ m }) => void (m.stripe.outside.refunds.answer = 'pending'),
  'refund settles': ({ m }) => {
    const { refunds } = m.stripe.account;
    const one = refunds.find(({ status }) => status === 'pending');
    if (one) m.stripe.outside.refunds.settle(one);
  },
  'refund fails': ({ m }, n) => {
    const open = m.stripe.account.refunds.filter(({ status }) => status !== 'failed');
    const one = open[n % Math.max(1, open.length)];
    if (one) m.stripe.outside.refunds.fail(one);
  },

  chargeback: ({ m }, n) => open(m, n, false),
  inquiry: ({ m }, n) => open(m, n, true),
  'inquiry escalates': ({ m }) => lastDispute(m, m.stripe.outside.disputes.escalate),
  'evidence is sent': ({ m }) => lastDispute(m, m.stripe.outside.disputes.review),
  'dispute is won': ({ m }) => lastDispute(m, m.stripe.outside.disputes.win),
  'dispute is lost': ({ m }) => lastDispute(m, m.stripe.outside.disputes.lose),

  'owner is unwilling': ({ m }) => void (m.owner.mood = 'unwilling'),
  'owner is away': ({ m }) => void (m.owner.mood = 'away'),
  'owner is back': ({ m }) => void (m.owner.mood = 'willing'),
  "owner's answer is lost": ({ m }) => void (m.owner.losesAnswer = true),

  'a minute passes': (world) => world.pass(MINUTE),
  'hours pass': (world, n) => world.pass((1 + n) * HOUR),
  'to just before the deadline': (world) => world.passTo(deadline(world) - 1),
  'to the deadline': (world) => world.passTo(deadline(world)),
  'to just after the deadline': (world) => world.passTo(deadline(world) + 1),
  'a day passes': (world) => world.pass(DAY),
  'a week passes': (world) => world.pass(7 * DAY),

  'a webhook comes': ({ m }, n) => {
    const waiting = m.stripe.account.events.filter(({ sent }) => sent === 'not yet');
    if (waiting.length > 0) m.inbox.receive(waiting[n % waiting.length]!);
  },
  'a webhook is lost': ({ m }, n) => {
    const waiting = m.stripe.account.events.filter(({ sent }) => sent === 'not yet');
    if (waiting.length > 0) waiting[n % waiting.length]!.sent = 'lost';
  },
  'a webhook comes again': ({ m }, n) => {
    const { events } = m.stripe.account;
    if (events.length > 0) m.inbox.receive(events[n % events.length]!);
  },
  backfill: (world) => world.backfill(),

  'the process will die': ({ m }, n) => void (m.runner.crash = { in: n + 1, deadForMs: 0 }),
  'the process will die for long': ({ m }, n) =>
    void (m.runner.crash = { in: n + 1, deadForMs: n % 3 === 2 ? 8 * DAY : 25 * HOUR }),
  'the process will stop': ({ m }, n) => void (m.runner.stopIn = n + 1),
  'the process goes on': ({ m }) => m.runner.resume(),
  'Stripe will fail': ({ m }, n) =>
    void (m.stripe.account.strike = { fault: POST_FAULTS[n % 4]!, in: 1 + (n >> 2) }),
} satisfies Record<string, Command>;

export type CommandName = keyof typeof COMMANDS;

function payments(m: Model) {
  return m.stripe.outside.payments;
}

/** The booking's own PaymentIntent, if the customer can have seen it. */
function withOwn({ rows, stripe }: Model, act: (own: Intent) => void): void {
  const id = rows.booking?.payment.stripePaymentIntentId;
  const own = stripe.account.intents.find((one) => one.id === id);
  if (own) act(own);
}

function stranger({ stripe }: Model, metadata: Record<string, string>): void {
  const { payments } = stripe.outside;
  const methods = { captureMethod: 'automatic', confirmationMethod: 'automatic' } as const;
  const sum = { amountMinor: PRICE, currency: CURRENCY };
  payments.pay(payments.open({ ...sum, ...methods, metadata }), 'ok');
}

function cancel({ m }: World, by: 'customer' | 'operator'): void {
  m.desk.take({
    kind: 'cancel',
    by,
    id: newId(m, 'cancel'),
    done: (booking) => {
      if (booking?.status === 'CANCELLED') m.told.push({ what: 'cancelled' });
    },
  });
}

/** src/api/refunding.ts: what cannot be is refused at once; what counts is the reservation. */
function askRefund(m: Model, amount: number | undefined, key: number): void {
  const { booking } = m.rows;
  if (!booking) return;
  const identity = `key:${key}`;
  const refundId = refundIdOf(booking.payment.paymentId, identity);
  const order = { refundId, workflowId: `refund-${refundId}`, reason: 'seat changed', identity };
  m.refundFlows.start({ ...order, ...(amount !== undefined && { amount }) });
  m.told.push({ what: 'refund', refundId });
}

function act(m: Model, kind: 'retryRefund' | 'markRefunded', n: number): void {
  const failed = m.rows.refunds.filter(({ status, manual }) => status === 'failed' && !manual);
  const one = failed[n % Math.max(1, failed.length)];
  if (one) m.refundFlows.act(one.refundId, kind, newId(m, kind));
}

function captured({ stripe }: Model): Charge[] {
  return stripe.account.charges.filter(({ capturedMinor }) => capturedMinor > 0);
}

function frozen({ stripe }: Model, { id }: Charge): boolean {
  return stripe.account.disputes.some((one) => one.stripeChargeId === id && !one.refundable);
}

function open(m: Model, n: number, inquiry: boolean): void {
  const charges = captured(m);
  const charge = charges[n % 4 === 3 ? charges.length - 1 : 0];
  if (charge && !frozen(m, charge)) m.stripe.outside.disputes.open(charge, inquiry);
}

function lastDispute({ stripe }: Model, act: (dispute: Dispute) => void): void {
  const last = stripe.account.disputes.at(-1);
  if (last) act(last);
}

function deadline({ m }: World): number {
  return m.rows.booking?.expiresAt.getTime() ?? m.clock.now;
}

function newId({ stripe }: Model, what: string): string {
  return stripe.account.newId(what);
}
