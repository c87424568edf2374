import {
  CancellationScope,
  allHandlersFinished,
  condition,
  continueAsNew,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import type { SubscriptionRevised } from '../activities/subscription-revision';
import {
  isOver,
  type RevisionOrder,
  type SubscriptionStart,
  type SubscriptionView,
} from '../domain/subscription';
import { reviseSubscription, subscriptionUpdated } from './messages';
import { growingPauses } from './pauses';
import { steps } from './proxies';
import { showSubscription } from './subscription-board';
import { isStart, mustBeRevision } from './subscription-order';

/** `refused`: Stripe's word, or ours, for why there is none. */
export type SubscriptionResult = { status: string } | { refused: string };

/** Stripe tells of every change; readings are only for the case that its word is lost. */
const LONGEST_PAUSE_MS = 24 * 60 * 60_000;
/** Stripe's word of the end may come after a reading has seen it; the backfill takes an hour. */
const LAST_WORD_MS = 2 * 60 * 60_000;
/** A subscription may last for years. */
const LONGEST_HISTORY = 500;

/** From a customer's first invoice to the last one: Stripe bills, and this reads, tells and revises. */
export async function subscription(
  start: Partial<SubscriptionStart> | undefined,
): Promise<SubscriptionResult> {
  let known: SubscriptionView | undefined;
  let refused: string | undefined;
  let news = false;
  let lastTurn: Promise<unknown> = Promise.resolve();
  setHandler(subscriptionUpdated, () => void (news = true));
  // Handlers run outside the scope below: after a cancel they could do nothing.
  setHandler(reviseSubscription, (order) => CancellationScope.nonCancellable(() => revise(order)), {
    validator: mustBeRevision,
  });
  if (!isStart(start)) return { refused: (refused = 'not_understood') };
  const { setupId } = start;

  // Who cancels the run does not end the subscription: Stripe would go on billing.
  return CancellationScope.nonCancellable(async () => {
    const opened = await steps.openSubscription(start);
    if (opened.refused) {
      refused = opened.refused.code;
      await condition(allHandlersFinished);
      return { refused };
    }
    shown(opened.subscription);
    return follow(start);
  });

  async function follow(begun: SubscriptionStart): Promise<SubscriptionResult> {
    let pause = growingPauses(LONGEST_PAUSE_MS);
    for (;;) {
      news = false;
      const { status, told } = shown(await steps.settleSubscription(setupId));
      const over = isOver(status);
      const again = isLong();
      if ((over && told) || again) await condition(allHandlersFinished);
      if (over && told && !news) return { status };
      // News that came meanwhile is not lost: the next run begins with a reading.
      if (again) await continueAsNew<typeof subscription>(begun);
      const waitMs = over ? LAST_WORD_MS : pause();
      const what = over ? 'the word of its end' : 'Stripe bills';
      if (await condition(() => news, waitMs, { summary: what }))
        pause = growingPauses(LONGEST_PAUSE_MS);
      else if (over) return { status };
    }
  }

  /** One at a time, in the order of their coming: an old order must not undo a younger one. */
  function revise(order: RevisionOrder): Promise<SubscriptionRevised> {
    const turn = lastTurn.then(() => carryOut(order));
    lastTurn = turn.catch(() => undefined);
    return turn;
  }

  async function carryOut(order: RevisionOrder): Promise<SubscriptionRevised> {
    // Sent before there was one to revise: then its validator could not know.
    await condition(() => known !== undefined || refused !== undefined);
    if (!known) return { refused: { code: 'subscription_refused', message: 'It never began' } };
    try {
      const revised = await steps.reviseSubscription({ ...order, setupId });
      if (revised.subscription) shown(revised.subscription);
      return revised;
    } finally {
      news = true; // a reading may be under way that has not seen it
    }
  }

  function shown(now: SubscriptionView): SubscriptionView {
    known = now;
    showSubscription(now);
    return now;
  }
}

/** Of one run: Temporal itself would only suggest it much later, and each wake may replay it all. */
function isLong(): boolean {
  const { historyLength, continueAsNewSuggested } = workflowInfo();
  return continueAsNewSuggested || historyLength > LONGEST_HISTORY;
}
