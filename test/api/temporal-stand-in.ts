import { ApplicationFailure } from '@temporalio/common';
import type { BookingRequest } from '../../src/domain/booking';
import { stageOf } from '../../src/domain/dispute';
import type { RefundRefusal, RefundRequest } from '../../src/domain/refund';
import {
  bookingWorkflowId,
  disputeWorkflowId,
  refundWorkflowId,
} from '../../src/domain/workflow-ids';
import type { BookingWorkflows } from '../../src/temporal/bookings';
import { TemporalUnavailable } from '../../src/temporal/bounded';
import type { DisputeWorkflows } from '../../src/temporal/disputes';
import type { RefundWorkflows } from '../../src/temporal/refunds';
import { refusalOf, type Updated } from '../../src/temporal/updates';
import type { OperatorOrder, StripeNews } from '../../src/workflows/messages';
import * as orders from '../../src/workflows/orders';
import type { Activities } from '../../src/activities';
import { insist } from '../activities/saga';
import { subscriptionsStandIn } from './subscriptions-stand-in';

/**
 * Stands in for Temporal and the worker: the same two ports as the real client's, and behind them
 * the real activities, run in this process as the workflows would. The workflows themselves have
 * tests of their own; client and server meet in the journeys.
 */
export function temporalStandIn(acts: Activities) {
  /** What a test may do to it. `asleep`: it accepts starts, but no worker takes them up. */
  const mood = { down: false, asleep: false, slowMs: 0 };
  const heard = { starts: [] as string[], signals: [] as [workflowId: string, StripeNews][] };
  const running = new Set<string>();
  const ended = new Set<string>();
  const waiting: (() => void)[] = [];
  const refusals = new Map<string, RefundRefusal>();
  const work = new Set<Promise<void>>();
  /** A workflow does one thing after the other: what it hears while it opens waits for that. */
  const last = new Map<string, Promise<void>>();
  const answers = new Map<string, Promise<Updated<unknown>>>();
  let updates = 0;

  function mustBeUp(): void {
    if (mood.down) throw new TemporalUnavailable('Temporal is down in this test');
  }

  function begin(workflowId: string, steps: () => Promise<boolean>): 'running' {
    heard.starts.push(workflowId);
    if (running.has(workflowId)) return 'running';
    running.add(workflowId);
    const work = () => inBackground(workflowId, steps);
    if (mood.asleep) waiting.push(work);
    else work();
    return 'running';
  }

  /** `steps` answer whether the workflow goes on after them. */
  function inBackground(workflowId: string, steps: () => Promise<boolean>): void {
    const task = (last.get(workflowId) ?? Promise.resolve())
      .then(() => new Promise((resolve) => setTimeout(resolve, mood.slowMs)))
      .then(() => insist(steps)) // as the worker tries a failed activity again
      .then((goesOn) => (goesOn ? undefined : end(workflowId)))
      .catch(() => undefined)
      .finally(() => work.delete(task));
    work.add(task);
    last.set(workflowId, task);
  }

  function end(workflowId: string): void {
    running.delete(workflowId);
    ended.add(workflowId);
  }

  /** An update by its id: a repeat waits for the first one's answer, and gets it. */
  async function update<T>(
    workflowId: string,
    updateId: string,
    carryOut: () => Promise<T>,
  ): Promise<Updated<T>> {
    mustBeUp();
    if (!running.has(workflowId)) return { outcome: 'gone' };
    const id = `${workflowId} ${updateId}`;
    const answer = (answers.get(id) as Promise<Updated<T>> | undefined) ?? answered(carryOut);
    answers.set(id, answer);
    return answer;
  }

  async function answered<T>(carryOut: () => Promise<T>): Promise<Updated<T>> {
    try {
      return { outcome: 'done', answer: await insist(carryOut) };
    } catch (cause) {
      if (!(cause instanceof ApplicationFailure)) throw cause;
      return refusalOf({ cause });
    }
  }

  const bookingOf = (workflowId: string) => workflowId.replace(/^booking-/, '');
  const refundOf = (workflowId: string) => workflowId.replace(/^refund-/, '');

  async function bookingGoesOn(bookingId: string): Promise<boolean> {
    const { paymentStatus, status } = await acts.settlePayment(bookingId);
    if (paymentStatus === 'completed' && status === 'PENDING_PAYMENT')
      await acts.confirmBooking(bookingId);
    return status === 'PENDING_PAYMENT' && paymentStatus !== 'completed';
  }

  const bookings: BookingWorkflows = {
    async start(request: BookingRequest, workflowId = bookingWorkflowId(request.bookingId)) {
      mustBeUp();
      await Promise.resolve();
      if (ended.has(workflowId)) return 'closed';
      return begin(workflowId, async () => {
        const opened = await acts.openPayment({ request, workflowId, startedAt: Date.now() });
        return !opened.refused && opened.booking.status === 'PENDING_PAYMENT';
      });
    },
    async tell(workflowId, news) {
      mustBeUp();
      await Promise.resolve();
      if (!running.has(workflowId)) return 'gone';
      heard.signals.push([workflowId, news]);
      inBackground(workflowId, () => bookingGoesOn(bookingOf(workflowId)));
      return 'told';
    },
    cancel: (workflowId, order, updateId) =>
      update(workflowId, updateId, async () => {
        const closing = { how: 'cancelled', ...order } as const;
        const booking = orders.mustBeCancelled(
          await acts.closePayment(bookingOf(workflowId), closing),
        );
        end(workflowId);
        return booking;
      }),
    confirm: (workflowId, order, updateId) =>
      update(workflowId, updateId, async () => {
        orders.mustBeConfirm(order);
        const bookingId = bookingOf(workflowId);
        const done = await acts.confirmPayment({ ...order, id: updateId, bookingId });
        if (done.booking.status !== 'PENDING_PAYMENT' || done.booking.paymentStatus === 'completed')
          inBackground(workflowId, () => bookingGoesOn(bookingId));
        return done;
      }),
    extend: (workflowId, order, updateId) =>
      update(workflowId, updateId, async () => {
        const bookingId = bookingOf(workflowId);
        orders.mustBeExtension(order, await acts.settlePayment(bookingId), true);
        const given = { actor: 'operator', ...order, id: updateId, bookingId };
        return orders.mustLastUntil(await acts.extendDeadline(given), order.expiresAt);
      }),
  };

  function refundSteps(workflowId: string, request: RefundRequest) {
    return async () => {
      const opened = await acts.openRefund({ request, workflowId });
      if (!opened.refused) return opened.refund.status !== 'succeeded';
      refusals.set(workflowId, opened.refused);
      return false;
    };
  }

  async function refundActed(
    workflowId: string,
    step: Activities['retryRefund'],
    order: OperatorOrder,
    updateId: string,
  ) {
    const refundId = refundOf(workflowId);
    const id = `${refundId}:${updateId}`;
    const refund = await step({ actor: 'operator', ...order, id, refundId });
    if (refund.status === 'succeeded' || refund.manual) end(workflowId);
    return refund;
  }

  const refunds: RefundWorkflows = {
    async start(refundId, request) {
      mustBeUp();
      await Promise.resolve();
      const workflowId = refundWorkflowId(refundId);
      return ended.has(workflowId) ? 'closed' : begin(workflowId, refundSteps(workflowId, request));
    },
    async startAgain(workflowId, request) {
      mustBeUp();
      await Promise.resolve();
      ended.delete(workflowId);
      refusals.delete(workflowId);
      return begin(workflowId, refundSteps(workflowId, request));
    },
    async tell(workflowId, news) {
      mustBeUp();
      await Promise.resolve();
      if (!running.has(workflowId)) return 'gone';
      heard.signals.push([workflowId, news]);
      inBackground(
        workflowId,
        // A failed one waits for a person.
        async () => (await acts.settleRefund(refundOf(workflowId))).status !== 'succeeded',
      );
      return 'told';
    },
    retry: (workflowId, order, updateId) =>
      update(workflowId, updateId, () =>
        refundActed(workflowId, acts.retryRefund, order, updateId),
      ),
    markRefunded: (workflowId, order, updateId) =>
      update(workflowId, updateId, () =>
        refundActed(workflowId, acts.markRefunded, order, updateId),
      ),
    async refusal(refundId, { limitMs, stop }) {
      const workflowId = refundWorkflowId(refundId);
      const until = Date.now() + limitMs;
      while (!ended.has(workflowId) && !stop.aborted && Date.now() < until)
        await new Promise((resolve) => setTimeout(resolve, 10));
      return refusals.get(workflowId);
    },
  };

  const disputes: DisputeWorkflows = {
    async tell({ disputeId }, news) {
      mustBeUp();
      await Promise.resolve();
      const workflowId = disputeWorkflowId(disputeId);
      if (news) heard.signals.push([workflowId, news]);
      if (!running.has(workflowId)) heard.starts.push(workflowId);
      running.add(workflowId);
      inBackground(workflowId, async () => {
        const { dispute } = await acts.settleDispute(disputeId);
        return dispute !== undefined && dispute.outcome === undefined;
      });
    },
    async submitEvidence(disputeId, order, updateId = `update-${(updates += 1)}`) {
      mustBeUp();
      const workflowId = disputeWorkflowId(disputeId);
      if (!running.has(workflowId)) return { outcome: 'gone' };
      const { dispute } = await acts.settleDispute(disputeId);
      const stage = stageOf(dispute?.status ?? '');
      const id = `${disputeId}:${updateId}`;
      try {
        await insist(() =>
          acts.submitEvidence({ actor: 'operator', ...order, id, disputeId, stage }),
        );
        return { outcome: 'sent' };
      } catch (error) {
        if (!(error instanceof ApplicationFailure)) throw error;
        return { outcome: 'refused', type: error.type ?? '', message: error.message };
      }
    },
  };

  const subscriptions = subscriptionsStandIn(acts, {
    ...{ mustBeUp, update, inBackground, begin },
    hasEnded: (workflowId) => ended.has(workflowId) && !running.has(workflowId),
    hear: (workflowId, news) => void heard.signals.push([workflowId, news]),
  });

  return {
    ports: { bookings, refunds, disputes, subscriptions },
    mood,
    heard,
    /** As if an operator had terminated it, or it had ended while nobody looked. */
    end,
    /** A worker is there again, and takes up what was started meanwhile. */
    wake(): void {
      mood.asleep = false;
      for (const work of waiting.splice(0)) work();
    },
    /** As if its start had never reached Temporal. */
    forget: (workflowId: string) => void running.delete(workflowId),
    async idle(): Promise<void> {
      while (work.size > 0) await Promise.all(work);
    },
  };
}
