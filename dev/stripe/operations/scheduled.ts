import type { Task, TaskKind } from '../objects/simulation';
import { declines } from '../objects/test-behaviour';
import type { World } from '../state/world';
import { failAttempt, succeed } from './attempt';
import { lapse } from './cancellation';
import { bookCharge, receiptUrl } from './charging';
import { judge, pastDue } from './disputes';
import { retry } from './dunning';
import { collect } from './invoice-collection';
import { failRefund, settleRefund } from './refund-settlement';
import { renew } from './renewals';
import { expireIncomplete } from './subscription-ending';
import { warnOfTrialEnd } from './trials';

/** What Stripe does by itself once its time has come. */
const work: Record<TaskKind, (world: World, subject: string) => void> = {
  book_charge(world, subject) {
    const charge = world.store.find('charge', subject);
    if (charge && !charge.balance_transaction)
      world.events.emit('charge.updated', bookCharge(world, charge), charge);
  },
  lapse_authorization(world, subject) {
    const intent = world.store.find('payment_intent', subject);
    if (intent) lapse(world, intent);
  },
  settle_debit: (world, subject) => settleDebit(world, subject),
  settle_refund(world, subject) {
    const refund = world.store.find('refund', subject);
    if (refund) settleRefund(world, refund);
  },
  fail_refund(world, subject) {
    const refund = world.store.find('refund', subject);
    if (refund) failRefund(world, refund, 'expired_or_canceled_card');
  },
  judge_dispute(world, subject) {
    const dispute = world.store.find('dispute', subject);
    if (dispute) judge(world, dispute);
  },
  dispute_past_due(world, subject) {
    const dispute = world.store.find('dispute', subject);
    if (dispute) pastDue(world, dispute);
  },
  expire_subscription: expireIncomplete,
  trial_will_end: warnOfTrialEnd,
  renew_subscription: renew,
  finalize_invoice: collect,
  retry_invoice: retry,
};

/** A bank debit ends as its test method says, or as a control does. */
export function settleDebit(world: World, id: string, wanted?: 'succeeded' | 'failed'): void {
  const intent = world.store.find('payment_intent', id);
  const charge = world.store.find('charge', intent?.latest_charge ?? '');
  const method = world.store.find('payment_method', intent?.payment_method ?? '');
  if (intent?.status !== 'processing' || !charge || !method) return;
  const outcome = wanted ?? method.sim.behaviour.settles;
  if (outcome === 'succeeded') {
    const receipt_url = receiptUrl(world, charge.id);
    const paid = bookCharge(world, { ...charge, paid: true, status: 'succeeded', receipt_url });
    world.events.emit('charge.succeeded', paid);
    succeed(world, intent, paid);
  }
  if (outcome === 'failed') {
    const { code, message } = declines.insufficientFunds;
    const failed = { failure_code: code, failure_message: message, status: 'failed' as const };
    const bounced = { ...charge, ...failed, amount_captured: 0, captured: false };
    world.events.emit('charge.failed', world.store.save(bounced));
    failAttempt(world, intent, method, { type: 'card_error', code, message, charge: charge.id });
  }
}

export function runDueTasks(world: World): void {
  for (let task = nextDue(world); task; task = nextDue(world)) runTask(world, task);
}

/** The clock stops at each thing that becomes due on its way: a month holds its retries in order. */
export function advanceClock(world: World, seconds: number): void {
  const { clock } = world;
  const target = clock.offsetSeconds() + seconds;
  const offsetAt = (instant: number) => clock.offsetSeconds() + instant - clock.now();
  const isOnTheWay = (due: number) => offsetAt(due) <= target;
  for (let task = nextTask(world); task && isOnTheWay(task.due); task = nextTask(world)) {
    clock.setOffset(Math.max(clock.offsetSeconds(), offsetAt(task.due)));
    runTask(world, task);
  }
  clock.setOffset(Math.max(clock.offsetSeconds(), target));
}

function runTask(world: World, task: Task): void {
  world.act({ by: `clock:${task.kind}`, request: null, idempotencyKey: null }, () => {
    world.store.remove(task);
    work[task.kind](world, task.subject);
  });
}

function nextDue(world: World): Task | undefined {
  const task = nextTask(world);
  return task && task.due <= world.clock.now() ? task : undefined;
}

/** Of two that are due together, the one that was planned first; `all` has the newest first. */
function nextTask(world: World): Task | undefined {
  const earlier = (best: Task | undefined, task: Task) =>
    best && best.due < task.due ? best : task;
  return world.store.all('task').reduce<Task | undefined>(earlier, undefined);
}
