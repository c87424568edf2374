import type { InboxEvent } from '../db/stripe-events';
import type { Database } from '../db/client';
import { raiseFlag } from '../db/flags';
import { refundIdOf } from '../domain/ids';
import type { Logger } from '../logger';
import type { PaymentIntents } from '../stripe/payment-intents';
import type { BookingWorkflows } from '../temporal/bookings';
import type { DisputeWorkflows } from '../temporal/disputes';
import type { RefundWorkflows } from '../temporal/refunds';
import type { SubscriptionWorkflows } from '../temporal/subscriptions';
import { bookingRequestOf } from './booking-request';
import { decide, isNewOfRefund, type Act } from './decision';
import { lookUp } from './known';
import { createOwnership } from './ownership';

export interface DeliveryDependencies {
  db: Database;
  bookings: Pick<BookingWorkflows, 'start' | 'tell'>;
  refunds: Pick<RefundWorkflows, 'start' | 'startAgain' | 'tell'>;
  disputes: Pick<DisputeWorkflows, 'tell'>;
  subscriptions: Pick<SubscriptionWorkflows, 'tell'>;
  intents: Pick<PaymentIntents, 'retrieve'>;
  logger: Logger;
}

/** What became of an event, as the inbox keeps it; `parked` is tried again. */
export type Outcome =
  'signalled' | 'restarted' | 'refund_started' | 'flagged' | 'nothing' | 'ignored' | 'parked';

/** Does what was decided about events. `events` are more than one only where one signal serves. */
export function createErrands(deps: DeliveryDependencies) {
  const { db, bookings, refunds, disputes, subscriptions, intents } = deps;
  const isOurs = createOwnership(intents);

  async function run(act: Act, events: InboxEvent[]): Promise<Map<string, Outcome>> {
    const last = events.at(-1)!;
    const told = await tell(act, last);
    const outcomes = new Map<string, Outcome>();
    for (const event of events) {
      const outcome =
        told === 'told' ? 'signalled' : await (told === 'gone' ? tooLate : single)(act, event);
      outcomes.set(event.stripeEventId, outcome);
    }
    return outcomes;
  }

  async function tell(act: Act, event: InboxEvent): Promise<'told' | 'gone' | 'no signal'> {
    const { stripeEventId, objectId } = event;
    if (act.act === 'tell-booking')
      return bookings.tell(act.workflowId, { stripeEventId, objectId });
    if (act.act === 'tell-refund') return refunds.tell(act.workflowId, { stripeEventId, objectId });
    if (act.act === 'tell-dispute') {
      await disputes.tell(act.dispute, { stripeEventId, objectId });
      return 'told';
    }
    if (act.act === 'tell-subscription') {
      await subscriptions.tell(act.subscription, { stripeEventId, objectId });
      return 'told';
    }
    return 'no signal';
  }

  /** The workflow had ended when its news came: its row, read again, says what that means. */
  async function tooLate(act: Act, event: InboxEvent): Promise<Outcome> {
    const known = await lookUp(db, event);
    if (act.act === 'tell-refund') {
      const refund = known.refund ?? act.refund;
      if (!isNewOfRefund(event.facts.status, refund)) return 'nothing';
      const { refundId, paymentId, reason, workflowId } = refund;
      await refunds.startAgain(workflowId, { paymentId, reason, resume: refundId });
      return 'refund_started';
    }
    const again = decide(event, known);
    if (again.act !== 'tell-booking') return single(again, event);
    return restart(known.payment!.bookingId, again.workflowId);
  }

  /** Still open without a workflow: its start was lost, or somebody has terminated it. */
  async function restart(bookingId: string, workflowId: string): Promise<Outcome> {
    const request = await bookingRequestOf(db, bookingId);
    if ((await bookings.start(request, workflowId)) === 'running') return 'restarted';
    const detail =
      `The booking waits for its payment, but workflow ${workflowId} has ended and cannot be ` +
      'started again. Look at it in Temporal and settle the booking by hand.';
    await raiseFlag(db, bookingId, { kind: 'workflow_lost', subject: workflowId, detail });
    return 'flagged';
  }

  async function single(act: Act, event: InboxEvent): Promise<Outcome> {
    switch (act.act) {
      case 'ignore':
        return 'ignored';
      case 'nothing':
        return 'nothing';
      case 'park':
        return 'parked';
      case 'flag':
        await raiseFlag(db, act.bookingId, act.flag);
        return 'flagged';
      case 'record-refund':
        await refunds.start(refundIdOf(act.request.paymentId, act.request.identity), act.request);
        return 'refund_started';
      case 'return-money':
        return returnMoney(act, event);
      case 'look-for-owner':
        return (await isOurs(event)) ? 'parked' : 'ignored';
      case 'tell-booking':
      case 'tell-refund':
      case 'tell-dispute':
      case 'tell-subscription':
        return 'parked';
    }
  }

  /** Once per charge, however many events tell of it. */
  async function returnMoney(
    { paymentId, reason }: Extract<Act, { act: 'return-money' }>,
    { objectId, facts }: InboxEvent,
  ): Promise<Outcome> {
    const chargeId = facts.chargeId ?? (await intents.retrieve(objectId)).charge?.id;
    if (chargeId === undefined) return 'parked';
    if (await db.charge.findUnique({ where: { stripeChargeId: chargeId } })) return 'nothing';
    const identity = `stray:${chargeId}`;
    await refunds.start(refundIdOf(paymentId, identity), { paymentId, reason, identity });
    return 'refund_started';
  }

  return { run };
}
