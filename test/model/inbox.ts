import { paymentIdOf, refundIdOf } from '../../src/domain/ids';
import { decide, isNewOfRefund, type Act, type Known } from '../../src/inbox/decision';
import { BOOKING_ID, type Model, type Steps } from './model';
import type { InboxRow } from './rows';
import type { StripeEvent } from './stripe/objects';

const STUCK_AFTER = 8;

/** src/inbox: what has come in is stored once, and delivered until that has succeeded. */
export function createInbox(m: Model) {
  const { rows } = m;
  const underWay = new Set<InboxRow>();

  function receive(event: StripeEvent): void {
    event.sent = 'delivered';
    if (rows.inbox.some((row) => row.event.id === event.id)) return;
    const row: InboxRow = { event, deliveries: 0 };
    rows.inbox.push(row);
    deliver(row);
  }

  function deliver(row: InboxRow): void {
    if (underWay.has(row)) return;
    underWay.add(row);
    const over = () => underWay.delete(row);
    m.runner.perform(() => delivery(row), over, over);
  }

  function* delivery(row: InboxRow): Steps<void> {
    yield;
    const act = decided(row);
    yield;
    const outcome = yield* perform(m, act, row, decided);
    yield;
    if (outcome !== 'parked') {
      row.outcome = outcome;
      rows.clear('undelivered_news', row.event.id);
      return;
    }
    row.deliveries += 1;
    if (row.deliveries > STUCK_AFTER && rows.booking)
      rows.raise({ kind: 'undelivered_news', subject: row.event.id });
  }

  function decided({ event, deliveries }: InboxRow): Act {
    const entry = { stripeEventId: event.id, type: event.type, objectId: event.objectId };
    const more = { facts: event.facts, deliveries, receivedAt: new Date(m.clock.now) };
    return decide({ ...entry, ...more }, lookUp(m, event));
  }

  return {
    receive,
    /** The dispatcher's look at what is left. */
    dispatch(): void {
      for (const row of rows.inbox) if (row.outcome === undefined) deliver(row);
    },
    isEmpty: () => rows.inbox.every(({ outcome }) => outcome !== undefined),
  };
}

export type Inbox = ReturnType<typeof createInbox>;

/** src/inbox/known.ts: what the rows know of the objects that an event names. */
export function lookUp({ rows }: Model, event: StripeEvent): Known {
  const { type, objectId, facts } = event;
  const { booking } = rows;
  const charge = facts.chargeId === undefined ? undefined : rows.charge(facts.chargeId);
  const claimed =
    type.startsWith('payment_intent.') && facts.paymentId === booking?.payment.paymentId;
  const own = booking?.payment.stripePaymentIntentId;
  const ours = (own !== undefined && facts.paymentIntentId === own) || charge || claimed;
  const refund = type.startsWith('refund.') ? refundOf(rows.refunds, event) : undefined;
  const dispute = ours && type.startsWith('charge.dispute.') ? rows.dispute(objectId) : undefined;
  let accountedMinor = 0;
  for (const row of rows.refunds)
    if (charge && row.stripeChargeId === charge.stripeChargeId && row.stripeRefundId !== null)
      accountedMinor += row.amountMinor;
  return {
    ...(booking &&
      ours && {
        payment: {
          paymentId: booking.payment.paymentId,
          bookingId: BOOKING_ID,
          bookingStatus: booking.status,
          workflowId: booking.workflowId,
          ...(own !== undefined && { stripePaymentIntentId: own }),
        },
      }),
    ...(booking && !ours && facts.bookingId === BOOKING_ID && { bookingId: BOOKING_ID }),
    ...(booking && refund && { refund: { ...refund, paymentId: booking.payment.paymentId } }),
    ...(dispute && { dispute }),
    chargeKnown: charge !== undefined,
    accountedMinor,
  };
}

function refundOf(refunds: Model['rows']['refunds'], { objectId, facts }: StripeEvent) {
  return (
    refunds.find(({ refundId }) => refundId === facts.refundId) ??
    refunds.find(({ stripeRefundId }) => stripeRefundId === objectId)
  );
}

/** src/inbox/errands.ts. */
function* perform(
  m: Model,
  act: Act,
  row: InboxRow,
  decideAgain: (row: InboxRow) => Act,
): Steps<string> {
  const { event } = row;
  switch (act.act) {
    case 'tell-booking':
      if (!m.rows.booking || m.sagaEnded()) return yield* tooLate(m, row, decideAgain);
      m.desk.tell(event.id);
      return 'signalled';
    case 'tell-refund': {
      if (m.refundFlows.tell(act.workflowId) === 'told') return 'signalled';
      yield;
      const refund = lookUp(m, event).refund ?? act.refund;
      if (!isNewOfRefund(event.facts.status, refund)) return 'nothing';
      const { refundId, workflowId, reason } = refund;
      m.refundFlows.startAgain({ refundId, workflowId, reason, identity: '', resume: true });
      return 'refund_started';
    }
    case 'tell-dispute':
      m.disputeFlows.tell(act.dispute.disputeId);
      return 'signalled';
    default:
      return yield* single(m, act, row);
  }
}

/** The saga had ended when its news came. */
function* tooLate(m: Model, row: InboxRow, decideAgain: (row: InboxRow) => Act): Steps<string> {
  yield;
  const again = decideAgain(row);
  if (again.act !== 'tell-booking') return yield* single(m, again, row);
  m.rows.raise({ kind: 'workflow_lost', subject: BOOKING_ID });
  return 'flagged';
}

function* single(m: Model, act: Act, { event }: InboxRow): Steps<string> {
  switch (act.act) {
    case 'ignore':
      return 'ignored';
    case 'nothing':
      return 'nothing';
    case 'flag':
      m.rows.raise(act.flag);
      return 'flagged';
    case 'record-refund':
      startRefund(m, act.request.reason, act.request.identity);
      return 'refund_started';
    case 'return-money': {
      const { charge } = m.stripe.intents.retrieve(event.objectId);
      const chargeId = event.facts.chargeId ?? charge?.id;
      yield;
      if (chargeId === undefined) return 'parked';
      if (m.rows.charge(chargeId)) return 'nothing';
      startRefund(m, act.reason, `stray:${chargeId}`);
      return 'refund_started';
    }
    case 'look-for-owner': {
      const { paymentIntentId } = event.facts;
      if (paymentIntentId === undefined) return 'ignored';
      const { metadata } = m.stripe.intents.retrieve(paymentIntentId);
      const { bookingId, paymentId } = metadata;
      const ours = bookingId !== undefined && paymentId === paymentIdOf(bookingId);
      return ours ? 'parked' : 'ignored';
    }
    default:
      return 'parked';
  }
}

function startRefund(m: Model, reason: string, identity: string): void {
  const refundId = refundIdOf(m.rows.booking!.payment.paymentId, identity);
  m.refundFlows.startOnce({ refundId, workflowId: `refund-${refundId}`, reason, identity });
}
