import type { RefundStart } from '../acts/refunding';
import type { Model } from '../model';
import type { Desk } from './desk';
import { needsPerson, refundPayment, type RefundDesk } from './refund-payment';

/** The client's side of `refundPayment` (src/temporal/refunds.ts), and who waits for its answer. */
export function createRefundFlows(m: Model) {
  const runs = new Map<string, { desk: RefundDesk; run: { closed: boolean } }>();

  function begin(order: RefundStart, parent?: Desk): void {
    const desk: RefundDesk = { news: false, handling: 0 };
    runs.set(order.workflowId, {
      desk,
      run: m.runner.start(refundPayment(m, order, desk, parent)),
    });
  }

  const isRunning = (workflowId: string) => runs.get(workflowId)?.run.closed === false;

  /** Once per id, but for a refund that ended without a row (src/api/refunding.ts). */
  function start(order: RefundStart): void {
    const { workflowId, refundId } = order;
    if (isRunning(workflowId)) return;
    if (runs.has(workflowId) && m.rows.refund(refundId)) return;
    begin(order);
  }

  return {
    start,
    /** The inbox's: one refund per id, however often it is asked for. */
    startOnce(order: RefundStart): void {
      if (!runs.has(order.workflowId)) begin(order);
    },
    startAgain(order: RefundStart): void {
      if (!isRunning(order.workflowId)) begin(order);
    },
    /** Answers whether it has ended, or is not the saga's to wait for. */
    startChild(order: RefundStart, parent: Desk): () => boolean {
      const { workflowId } = order;
      if (runs.has(workflowId)) return () => true;
      begin(order, parent);
      return () => !isRunning(workflowId);
    },
    tell(workflowId: string): 'told' | 'gone' {
      if (!isRunning(workflowId)) return 'gone';
      runs.get(workflowId)!.desk.news = true;
      return 'told';
    },

    /** A person's update; its validator refuses what is no failed refund. */
    act(refundId: string, kind: 'retryRefund' | 'markRefunded', id: string): void {
      const workflowId = m.rows.refund(refundId)!.workflowId;
      const { desk } = runs.get(workflowId) ?? {};
      if (!desk || !isRunning(workflowId)) return;
      if (!desk.refund || !needsPerson(desk.refund)) return;
      desk.handling += 1;
      m.runner.perform(
        () => m.parts[kind](m, id, refundId),
        (refund) => {
          desk.refund = refund as NonNullable<RefundDesk['refund']>;
          desk.handling -= 1;
        },
        () => (desk.handling -= 1),
      );
    },

    /** Refunds that wait for a person are at rest. */
    atRest: (): boolean =>
      [...runs.values()].every(
        ({ desk, run }) => run.closed || (desk.refund !== undefined && needsPerson(desk.refund)),
      ),
  };
}

export type RefundFlows = ReturnType<typeof createRefundFlows>;
