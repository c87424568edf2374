import type { RefundView } from '../../../src/domain/views';
import type { RefundStart } from '../acts/refunding';
import type { Model } from '../model';
import { doing, waiting, type Flow } from './asks';
import type { Desk } from './desk';

const READ_AGAIN_AFTER_MS = 6 * 3_600_000;

/** What others tell a running refund. */
export interface RefundDesk {
  news: boolean;
  refund?: RefundView;
  refused?: string;
  /** Orders of people that are being carried out. */
  handling: number;
}

/** src/workflows/refund-payment.ts: asks Stripe, waits for the outcome, and for a person. */
export function* refundPayment(
  m: Model,
  order: RefundStart,
  desk: RefundDesk,
  parent?: Desk,
): Flow<void> {
  const opened = yield* doing(() => m.parts.openRefund(m, order));
  if (opened.refused) {
    desk.refused = opened.refused;
    return;
  }
  desk.refund = opened.refund;
  let told: string | undefined;
  for (;;) {
    const refund: RefundView = desk.refund;
    if (refund.status !== told && parent) {
      parent.refundNews = true;
      parent.refundAccepted ||= refund.accepted;
    }
    told = refund.status;
    if (isOver(refund) && !desk.news) {
      yield* waiting(() => desk.handling === 0);
      if (isOver(desk.refund) && !desk.news) return;
      continue;
    }
    if (needsPerson(refund)) yield* waiting(() => desk.refund !== refund);
    else {
      if (!desk.news) yield* waiting(() => desk.news, m.clock.now + READ_AGAIN_AFTER_MS);
      desk.news = false;
      desk.refund = yield* doing(() => m.parts.settleRefund(m, refund.refundId));
    }
  }
}

function isOver(refund: RefundView): boolean {
  return refund.status !== 'pending' && !needsPerson(refund);
}

export function needsPerson({ status, manual }: RefundView): boolean {
  return status === 'failed' && !manual;
}
