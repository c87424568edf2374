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
import type { StripeNews } from '../../src/workflows/messages';
import type { Activities } from '../../src/activities';
import { insist } from '../activities/saga';

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
    const task = new Promise((resolve) => setTimeout(resolve, mood.slowMs))
      .then(() => insist(steps)) // as the worker tries a failed activity again
      .then((goesOn) => (goesOn ? undefined : end(workflowId)))
      .catch(() => undefined)
      .finally(() => work.delete(task));
    work.add(task);
  }

  function end(workflowId: string): void {
    running.delete(workflowId);
    ended.add(workflowId);
  }

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
      inBackground(workflowId, () => bookingGoesOn(workflowId.replace(/^booking-/, '')));
      return 'told';
    },
    async cancel(workflowId, order) {
      mustBeUp();
      if (!running.has(workflowId)) return 'gone';
      const bookingId = workflowId.replace(/^booking-/, '');
      const { status } = await acts.closePayment(bookingId, { how: 'cancelled', ...order });
      if (status !== 'CANCELLED') return 'refused';
      end(workflowId);
      return 'cancelled';
    },
  };

  function refundSteps(workflowId: string, request: RefundRequest) {
    return async () => {
      const opened = await acts.openRefund({ request, workflowId });
      if (!opened.refused) return opened.refund.status !== 'succeeded';
      refusals.set(workflowId, opened.refused);
      return false;
    };
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
      const refundId = workflowId.replace(/^refund-/, '');
      inBackground(
        workflowId,
        async () => (await acts.settleRefund(refundId)).status === 'pending',
      );
      return 'told';
    },
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

  return {
    ports: { bookings, refunds, disputes },
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
