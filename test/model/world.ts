import { watch } from './books/watch';
import { openDesk } from './flows/desk';
import { bookingPayment } from './flows/booking-payment';
import { createDisputeFlows } from './flows/disputes';
import { createRefundFlows } from './flows/refunds';
import { createInbox } from './inbox';
import { PARTS, type Model } from './model';
import { createOwner } from './owner';
import { refused } from './refusals';
import { createRows } from './rows';
import { createRunner } from './runner';
import { setupOf } from './setup';
import { createStripe } from './stripe/stripe';

const HOUR = 3_600_000;
/** More things than this do not happen by themselves in one go; what is left comes late. */
const STOPS_ON_THE_WAY = 4;

/** What goes wrong before anybody can have paid. */
function strike({ setup, runner, owner, stripe }: Model): void {
  const { strikes, strikesAt } = setup;
  switch (strikes) {
    case 'nothing':
      return;
    case 'owner away':
      owner.mood = 'away';
      return;
    case 'stops':
      runner.stopIn = strikesAt;
      return;
    case 'dies':
    case 'dies for long':
      runner.crash = { in: strikesAt, deadForMs: strikes === 'dies' ? 0 : 25 * HOUR };
      return;
    default:
      stripe.account.strike = { fault: strikes, in: 1 };
  }
}

/** A booking whose saga has just been started. */
export function createWorld(setupCode: number, plant: (m: Model) => void = () => undefined) {
  const setup = setupOf(setupCode);
  const clock = { now: setup.startedAt };
  const m = { clock, setup, told: [], wrong: [], parts: { ...PARTS } } as unknown as Model;
  m.stripe = createStripe(clock);
  m.rows = createRows(clock);
  m.owner = createOwner(() => watch(m).released());
  m.runner = createRunner(m);
  m.refundFlows = createRefundFlows(m);
  m.disputeFlows = createDisputeFlows(m);
  m.inbox = createInbox(m);
  m.desk = openDesk();
  if (setup.opening === 'no place' || setup.opening === 'other price') m.owner.hold = setup.opening;
  if (setup.opening === 'refused')
    m.stripe.intents.create = (_, key) =>
      m.stripe.account.post(key, 'create', () => {
        throw refused('amount_too_small');
      });
  strike(m);
  plant(m);
  let saga = { closed: false };
  m.sagaEnded = () => saga.closed;
  saga = m.runner.start(bookingPayment(m, m.desk));

  const world = {
    m,
    /** Everything that can go on goes on, and webhooks come as the setup has them. */
    settle(): void {
      m.runner.run();
      for (let round = 0; round < 50 && bringWebhooks(); round += 1) m.runner.run();
    },

    /** Things that are due on the way happen at their time, as far as they are few. */
    passTo(target: number): void {
      for (let stop = 0; stop < STOPS_ON_THE_WAY; stop += 1) {
        const next = m.runner.nextTime();
        if (next >= target) break;
        moveTo(next);
      }
      moveTo(Math.max(target, clock.now));
    },
    pass: (ms: number): void => world.passTo(clock.now + ms),

    /** What webhooks have not brought: Stripe's own list of events (src/inbox/backfill.ts). */
    backfill(): void {
      for (const event of m.stripe.account.events) m.inbox.receive(event);
      m.runner.run();
    },
  };

  function moveTo(at: number): void {
    clock.now = Math.max(at, clock.now);
    m.stripe.outside.payments.lapse();
    m.runner.expire();
    m.inbox.dispatch();
    world.settle();
  }

  function bringWebhooks(): boolean {
    const { webhooks } = setup;
    if (webhooks === 'held') return false;
    const waiting = m.stripe.account.events.filter(({ sent }) => sent === 'not yet');
    if (webhooks === 'reversed') waiting.reverse();
    for (const event of waiting)
      if (webhooks === 'lost') event.sent = 'lost';
      else m.inbox.receive(event);
    return webhooks !== 'lost' && waiting.length > 0;
  }

  return world;
}

export type World = ReturnType<typeof createWorld>;
