import { judged } from '../invariants';
import type { Violation } from '../judge/violation';
import { HOUR, MINUTE, type Rig } from '../rig/rig';
import { endingOf, type Ending } from './endings';
import { createPlayer, type Player } from './player';
import { PHASES, type Phase, type Script } from './script';

/** How much time passes before each phase. The window is 15 minutes, the confirm window 20. */
export const CALM: Rhythm = {
  beforePhaseMs: [0, MINUTE, 13 * MINUTE + 30_000, MINUTE, 25 * MINUTE, 26 * HOUR],
  rushed: false,
};

export interface Rhythm {
  readonly beforePhaseMs: readonly number[];
  /** Time passes while things are still under way. */
  readonly rushed: boolean;
}

export interface Played {
  readonly script: Script;
  readonly bookingId: string;
  readonly ending: Ending | undefined;
  readonly violations: readonly Violation[];
}

export interface RoundResult {
  readonly played: readonly Played[];
  /** What cannot be laid at one booking's door. */
  readonly common: readonly Violation[];
}

const LAST: Phase = 5;
const AT_ONCE = 12;

/** Many bookings side by side, each by its own script; time is common to them all. */
export async function playRound(
  rig: Rig,
  scripts: readonly Script[],
  rhythm: Rhythm = CALM,
): Promise<RoundResult> {
  const players = scripts.map((script) => createPlayer(rig, script));
  for (const phase of PHASES) {
    // Nobody stays away for a day; and each try of a release until then costs real time.
    if (phase === LAST) await each(players, (player) => player.ownerIsBack());
    const passMs = rhythm.beforePhaseMs[phase] ?? 0;
    if (passMs > 0) {
      if (!rhythm.rushed) await rig.quiet();
      await rig.pass(passMs);
    }
    await each(players, (player) => player.play(phase));
  }
  await heal(rig, players);
  const moving = await rig.rest();
  return verdict(rig, players, moving);
}

async function heal(rig: Rig, players: readonly Player[]): Promise<void> {
  await each(players, (player) => player.heal());
  await rig.quiet();
  // Without its webhooks a booking still ends right; what others did at Stripe is told again.
  const lost = new Set(
    players.filter(({ script }) => needsNoNews(script)).map(({ order }) => order.bookingId),
  );
  await rig.stripe.redeliverDropped((metadata) => !lost.has(metadata['bookingId'] ?? ''));
  await each(players, (player) => player.takeUp());
}

/** All that happens to it, the product does itself or finds at the deadline. */
function needsNoNews({ webhooks, acts }: Script): boolean {
  const outside = ['pay beside', 'refund in dashboard', 'bounce a refund', 'dispute'];
  const later = ['refund is slow', 'refund fails later'];
  const told = acts.some(
    ({ act }) => outside.includes(act.do) || (act.do === 'pay' && later.includes(act.card)),
  );
  return webhooks === 'lost' && !told;
}

async function verdict(
  rig: Rig,
  players: readonly Player[],
  moving: readonly string[],
): Promise<RoundResult> {
  const tried = players.map(({ order: { bookingId, paymentId } }) => ({ bookingId, paymentId }));
  const { files, violations } = await judged(rig, tried);
  const restless = moving.map((what): Violation => {
    const whose = tried.find(({ bookingId }) => names(what, bookingId));
    return { bookingId: whose?.bookingId ?? 'all', invariant: 'I14', what };
  });
  const all = [...violations, ...restless];
  const of = (bookingId: string) => all.filter((each) => each.bookingId === bookingId);
  return {
    played: players.map(({ script, order: { bookingId } }) => {
      const file = files.find((each) => each.bookingId === bookingId);
      return { script, bookingId, violations: of(bookingId), ending: file && endingOf(file) };
    }),
    common: of('all'),
  };
}

async function each(players: readonly Player[], act: (player: Player) => Promise<void>) {
  const left = [...players];
  const worker = async () => {
    for (let next = left.shift(); next; next = left.shift()) await act(next);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}

/** Ids end in a number: one may be the beginning of another. */
function names(what: string, bookingId: string): boolean {
  return new RegExp(`\\b${bookingId}\\b`).test(what);
}
