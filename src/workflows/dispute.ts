import {
  CancellationScope,
  allHandlersFinished,
  condition,
  currentUpdateInfo,
  setHandler,
} from '@temporalio/workflow';
import type { DisputeSettled } from '../activities/disputing';
import { stageOf, type DisputeRequest } from '../domain/dispute';
import type { DisputeView } from '../domain/views';
import { DUE_SOON_MS, showDispute } from './dispute-board';
import { mustBeDue, mustBeEvidence, notOurs } from './evidence-order';
import { disputeUpdated, getDispute, submitEvidence, type EvidenceOrder } from './messages';
import { growingPauses } from './pauses';
import { steps } from './proxies';

export type DisputeResult = DisputeSettled | { ignored: 'not_understood'; dispute?: never };

/** Stripe tells of every change; readings are only for the case that its word is lost. */
const LONGEST_PAUSE_MS = 6 * 60 * 60_000;

/** From the customer's bank asking to its decision; a person sends the evidence in between. */
export async function dispute(
  request: Partial<DisputeRequest> | undefined,
): Promise<DisputeResult> {
  const { disputeId } = request ?? {};
  let known: DisputeView | undefined;
  let ignored: string | undefined;
  let news = false;
  let sending = false;
  setHandler(disputeUpdated, () => void (news = true));
  setHandler(getDispute, () => known);
  // Handlers run outside the scope below: after a cancel they could do nothing.
  setHandler(submitEvidence, (order) => CancellationScope.nonCancellable(() => answer(order)), {
    validator: (order) => {
      mustBeEvidence(order);
      if (known) mustBeDue(known, sending);
    },
  });
  if (typeof disputeId !== 'string') return { ignored: 'not_understood' };

  // Nobody can call a bank off: a cancelled run still sees its dispute to the end.
  return CancellationScope.nonCancellable(async () => {
    let pause = growingPauses(LONGEST_PAUSE_MS);
    for (;;) {
      news = false;
      const settled = await steps.settleDispute(disputeId);
      if (settled.ignored) ignored = settled.ignored;
      else show(settled.dispute);
      if (settled.ignored || settled.dispute.outcome) {
        await condition(allHandlersFinished);
        if (!news) return settled; // else it is younger: what was lost may still be won
        continue;
      }
      const waitMs = untilReading(settled.dispute, pause());
      if (await condition(() => news, waitMs, { summary: 'the bank decides' }))
        pause = growingPauses(LONGEST_PAUSE_MS);
    }
  });

  async function answer(order: EvidenceOrder): Promise<DisputeView> {
    // Sent before Stripe was read: then its validator could not know.
    await condition(() => known !== undefined || ignored !== undefined);
    if (!known) throw notOurs(disputeId!);
    mustBeDue(known, sending);
    const { reason, actor = 'operator', text } = order;
    const act = { id: `${disputeId}:${currentUpdateInfo()?.id}`, disputeId: known.disputeId };
    const stage = stageOf(known.status);
    sending = true;
    try {
      const said = { reason, actor, ...(text !== undefined && { text }) };
      show(await steps.submitEvidence({ ...act, stage, ...said }));
      return known;
    } finally {
      sending = false;
      news = true; // a reading may be under way that has not seen it
    }
  }

  function show(now: DisputeView): void {
    known = now;
    showDispute(now);
  }
}

/** Not past the moments at which the details change: evidence is due soon, or was due. */
function untilReading({ evidenceDueBy }: DisputeView, pauseMs: number): number {
  if (evidenceDueBy === undefined) return pauseMs;
  const dueAt = Date.parse(evidenceDueBy);
  const ahead = [dueAt - DUE_SOON_MS, dueAt].map((at) => at - Date.now()).filter((ms) => ms > 0);
  return Math.min(pauseMs, ...ahead);
}
