import fc from 'fast-check';
import type { Storyline } from './storylines';

/** Everything that is done with one booking of a round. Plain data: it is printed and kept. */
export interface Script {
  readonly start: 'rest' | 'client' | 'both';
  readonly amount: number;
  readonly currency: string;
  readonly captureMethod?: 'manual';
  readonly webhooks: WebhookTrouble;
  readonly acts: readonly Timed[];
}

export interface Timed {
  readonly phase: Phase;
  readonly act: Act;
}

/** In the window, shortly before its end, after it, past the confirm window, the day after. */
export const PHASES = [0, 1, 2, 3, 4, 5] as const;
export type Phase = (typeof PHASES)[number];

export type WebhookTrouble = 'none' | 'lost' | 'lost for long' | 'twice' | 'reordered' | 'late';

export type Act =
  | { readonly do: 'pay'; readonly card: Card }
  | { readonly do: 'authenticate'; readonly outcome: 'succeed' | 'fail' }
  | { readonly do: 'pay beside'; readonly names: 'payment' | 'booking' | 'nothing' }
  | { readonly do: 'change amount'; readonly by: number }
  | { readonly do: 'cancel' }
  | { readonly do: 'cancel at stripe' }
  | { readonly do: 'lapse' }
  | {
      readonly do: 'refund';
      readonly percent?: number;
      readonly times: number;
      readonly keys: 'one' | 'each';
    }
  | { readonly do: 'refund in dashboard'; readonly percent: number }
  | { readonly do: 'bounce a refund' }
  | { readonly do: 'dispute'; readonly ends: 'won' | 'lost' | 'open' }
  | { readonly do: 'start again' }
  | { readonly do: 'terminate' }
  | { readonly do: 'spurious signal' }
  | { readonly do: 'owner'; readonly is: OwnerMood }
  | { readonly do: 'stripe fails'; readonly at: StripeCall; readonly how: StripeTrouble }
  | { readonly do: 'operator'; readonly order: 'retry' | 'mark by hand' };

export const CARDS = {
  good: 'pm_card_visa',
  declined: 'pm_card_visa_chargeDeclined',
  'asks for 3DS': 'pm_card_authenticationRequired',
  '3DS, then declined': 'pm_card_threeDSecureRequiredChargeDeclined',
  'refund is slow': 'pm_card_pendingRefund',
  'refund fails later': 'pm_card_refundFail',
} as const;
export type Card = keyof typeof CARDS;

export const OWNER_MOODS = {
  fine: {},
  'refuses the hold': { refuseHold: true },
  'asks another price': { price: { amount: 1, currency: 'eur' } },
  'refuses to confirm': { refuseConfirm: true },
  'stumbles twice': { down: true, times: 2 },
  'is down': { down: true },
  'is nowhere': { notFound: true },
  'answers too late': { slowMs: 1_100, times: 1 },
  'acts late': { lateMs: 1_100, times: 1 },
} as const;
export type OwnerMood = keyof typeof OWNER_MOODS;

export const STRIPE_CALLS = {
  create: { method: 'POST', path: '/v1/payment_intents' },
  cancel: { method: 'POST', path: '/v1/payment_intents/*/cancel' },
  capture: { method: 'POST', path: '/v1/payment_intents/*/capture' },
  read: { method: 'GET', path: '/v1/payment_intents/*' },
  refund: { method: 'POST', path: '/v1/refunds' },
} as const;
export type StripeCall = keyof typeof STRIPE_CALLS;

const REFUSAL = { type: 'invalid_request_error', code: 'charge_disputed', message: 'Refused.' };
export const STRIPE_TROUBLES = {
  'answer lost': { kind: 'lose_response' },
  'answers lost': { kind: 'lose_response', times: 3 },
  'fails before': { kind: 'fail_before' },
  'fails after': { kind: 'fail_after' },
  'fails for good': { kind: 'fail_before', saved: true },
  'connection reset': { kind: 'reset_before', times: 2 },
  'rate limit': { kind: 'rate_limit', times: 2 },
  'lock timeout': { kind: 'lock_timeout', times: 2 },
  slow: { kind: 'latency', ms: 300, times: 2 },
  refuses: { kind: 'fail_before', status: 400, error: REFUSAL, times: null },
} as const;
export type StripeTrouble = keyof typeof STRIPE_TROUBLES;

const keysOf = <T extends object>(table: T) => Object.keys(table) as (keyof T)[];
const PASSING = keysOf(STRIPE_TROUBLES).filter((how) => how !== 'refuses');

const refund: fc.Arbitrary<Act> = fc.record({
  do: fc.constant('refund' as const),
  percent: fc.constantFrom(10, 40, 60, 100),
  times: fc.constantFrom(1, 1, 2, 5),
  keys: fc.constantFrom('one' as const, 'each' as const),
});

const act: fc.Arbitrary<Act> = fc.oneof(
  fc.record({ do: fc.constant('pay' as const), card: fc.constantFrom(...keysOf(CARDS)) }),
  fc.record({
    do: fc.constant('authenticate' as const),
    outcome: fc.constantFrom('succeed' as const, 'fail' as const),
  }),
  fc.record({
    do: fc.constant('pay beside' as const),
    names: fc.constantFrom('payment' as const, 'booking' as const, 'nothing' as const),
  }),
  fc.record({ do: fc.constant('change amount' as const), by: fc.constantFrom(-10, 10) }),
  fc.constant<Act>({ do: 'cancel' }),
  fc.constant<Act>({ do: 'cancel at stripe' }),
  refund,
  fc.record({
    do: fc.constant('refund in dashboard' as const),
    percent: fc.constantFrom(10, 50, 100),
  }),
  fc.constant<Act>({ do: 'bounce a refund' }),
  fc.constant<Act>({ do: 'start again' }),
  fc.constant<Act>({ do: 'terminate' }),
  fc.constant<Act>({ do: 'spurious signal' }),
  fc.record({ do: fc.constant('owner' as const), is: fc.constantFrom(...keysOf(OWNER_MOODS)) }),
  fc.record({
    do: fc.constant('stripe fails' as const),
    at: fc.constantFrom(...keysOf(STRIPE_CALLS)),
    how: fc.constantFrom(...PASSING),
  }),
  fc.record({
    do: fc.constant('operator' as const),
    order: fc.constantFrom('retry' as const, 'mark by hand' as const),
  }),
);

const timed = fc.record({ phase: fc.constantFrom(...PHASES), act });

/** So that each ending is reached often: a way to it, into which chance mixes. */
export function scripts(storylines: readonly Storyline[]): fc.Arbitrary<Script> {
  return fc
    .record({
      story: fc.constantFrom(...storylines),
      chance: fc.array(timed, { maxLength: 4 }),
      start: fc.constantFrom('rest' as const, 'rest' as const, 'client' as const, 'both' as const),
      price: fc.constantFrom(
        { amount: 12_990, currency: 'eur' },
        { amount: 5_000, currency: 'jpy' },
        { amount: 10_500, currency: 'kwd' },
      ),
      webhooks: fc.constantFrom<WebhookTrouble>(
        ...([
          'none',
          'none',
          'none',
          'lost',
          'lost for long',
          'twice',
          'reordered',
          'late',
        ] as const),
      ),
    })
    .map(({ story: { acts, ...more }, chance, start, price, webhooks }) => ({
      ...{ start, ...price, ...more, webhooks },
      acts: [...acts, ...chance].sort((one, other) => one.phase - other.phase),
    }));
}
