import type { World } from './world';

const HOUR = 3_600_000;
const ROUNDS = 60;

/** Everything heals, and time passes until nothing is left to happen. */
export function comeToRest(world: World): void {
  const { m } = world;
  m.runner.crash.in = 0;
  m.runner.stopIn = 0;
  m.stripe.account.strike = undefined;
  m.owner.losesAnswer = false;
  m.runner.resume();
  world.settle();
  for (let round = 0; round < ROUNDS; round += 1) {
    world.backfill();
    settleAtStripe(world);
    world.backfill();
    // What a person was told of is tried again, too: meanwhile it may have become possible.
    m.inbox.dispatch();
    world.settle();
    if (isAtRest(world)) return;
    if (m.owner.mood === 'away' && round > 2) m.owner.mood = 'willing';
    const next = m.runner.nextTime();
    world.passTo(Number.isFinite(next) ? next + HOUR * (round > 20 ? 24 : 0) : m.clock.now + HOUR);
  }
  m.wrong.push(`does not come to rest: ${left(world)}`);
}

function settleAtStripe({ m }: World): void {
  const { account, outside } = m.stripe;
  for (const intent of account.intents) outside.payments.decide(intent, true);
  for (const refund of account.refunds) outside.refunds.settle(refund);
}

/** Whoever still waits, waits for a person or for a bank. */
function isAtRest(world: World): boolean {
  return left(world) === '';
}

function left({ m }: World): string {
  const status = m.rows.booking?.status;
  const forPerson = status !== 'PENDING_PAYMENT' && m.rows.isFlagged('refund_failed');
  const open = [
    !m.runner.idle() && 'an activity is under way',
    !m.sagaEnded() && !forPerson && `the saga waits, its booking is ${status}`,
    !m.refundFlows.atRest() && 'a refund waits',
    !m.inbox.isEmpty() && !parkedIsFlagged(m) && 'an event is not delivered',
  ];
  return open.filter((one) => one !== false).join(', ');
}

/** What cannot be applied at all has become a person's task. */
function parkedIsFlagged(m: World['m']): boolean {
  return m.rows.inbox.every(
    ({ outcome, event }) =>
      outcome !== undefined || m.rows.flags.get(`undelivered_news ${event.id}`) === true,
  );
}
