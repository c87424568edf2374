import { COMMANDS, type CommandName } from './commands';
import { watch } from './books/watch';
import { comeToRest } from './rest';
import { createWorld, type World } from './world';
import type { Model } from './model';

/** A kind of story: which commands it is made of. Each often enough that every ending is reached. */
const PAYING = ['pays', 'is declined', 'is challenged', 'passes 3DS', 'fails 3DS'] as const;
const TIME = [
  'a minute passes',
  'to just before the deadline',
  'to the deadline',
  'to just after the deadline',
  'a day passes',
] as const;
const FAULTS = [
  'the process will die',
  'the process will stop',
  'the process goes on',
  'Stripe will fail',
] as const;
/** What may keep a booking from being decided at its deadline. */
const UNHEALTHY: readonly CommandName[] = [
  ...FAULTS,
  'the process will die for long',
  'owner is away',
  "owner's answer is lost",
  'pays slowly',
  'server confirms',
];
const PEOPLE = ['customer cancels', 'operator cancels', 'operator extends'] as const;
const REFUNDS = [
  'refund is asked for',
  'refunds are asked for at once',
  'refund in the dashboard',
  'refunds take long',
  'refund settles',
  'refund fails',
  'operator retries',
  'operator marks refunded',
] as const;
const DISPUTES = [
  'chargeback',
  'inquiry',
  'inquiry escalates',
  'evidence is sent',
  'dispute is won',
  'dispute is lost',
] as const;
const OWNER = [
  'owner is unwilling',
  'owner is away',
  'owner is back',
  "owner's answer is lost",
] as const;
const AWAY = ['owner is away', 'owner is away', 'owner is away'] as const;
const WEBHOOKS = [
  'a webhook comes',
  'a webhook is lost',
  'a webhook comes again',
  'backfill',
] as const;

const PROFILES: readonly (readonly CommandName[])[] = [
  [...PAYING, ...PEOPLE, ...TIME, ...FAULTS],
  ['pays', 'pays', ...REFUNDS, ...FAULTS, 'refund is asked for'],
  ['pays', 'pays', 'pays', ...DISPUTES, 'refund is asked for', 'refund fails', ...FAULTS],
  ['pays', 'pays', ...OWNER, ...PEOPLE, ...FAULTS, 'hours pass', 'a minute passes', 'a day passes'],
  ['pays', 'pays a copy', 'pays a copy', 'pays a stranger', ...TIME, ...FAULTS, ...WEBHOOKS],
  ['server confirms', 'server confirms', 'pays', 'is challenged', 'passes 3DS', ...FAULTS, ...TIME],
  ['pays slowly', 'bank grants', 'bank refuses', 'pays', 'customer cancels', ...TIME, ...FAULTS],
  [
    'sum is changed at Stripe',
    'pays',
    'pays',
    'refund fails',
    'cancel in the dashboard',
    'a week passes',
    'operator retries',
    'owner is away',
    ...FAULTS,
  ],
  ['pays', 'owner is unwilling', 'owner is unwilling', ...REFUNDS, ...FAULTS, 'chargeback'],
  ['pays', 'the process will die for long', 'a day passes', ...REFUNDS, ...FAULTS, 'owner is away'],
  ['is declined', 'is declined', 'pays', 'pays', 'is challenged', 'passes 3DS', 'a minute passes'],
  [...AWAY, ...AWAY, 'pays', 'pays', 'customer cancels', 'cancel in the dashboard'],
  [...AWAY, ...AWAY, 'pays', 'pays', 'customer cancels', 'operator cancels'],
  ['the process will die for long', 'pays', 'pays', 'a week passes', 'owner is away'],
  ['sum is changed at Stripe', 'pays', 'refund fails', 'operator retries', 'owner is unwilling'],
  ['pays', 'owner is unwilling', 'refunds take long', 'refund fails', 'operator marks refunded'],
  ['pays', 'chargeback', 'dispute is lost', 'dispute is won', 'refund is asked for', 'inquiry'],
  Object.keys(COMMANDS) as CommandName[],
];

/** Numbers, so that they are made and made smaller quickly. */
export interface Sequence {
  setup: number;
  profile: number;
  commands: readonly number[];
}

export const PROFILE_COUNT = PROFILES.length;
/** Commands have a small number of their own, below this. */
export const NUMBERS = 12;
/** A multiple of no profile's size: each of its commands is about as likely. */
export const CODES = 100_000;

export interface Story {
  setup: number;
  steps: readonly Step[];
}

export interface Step {
  name: CommandName;
  n: number;
}

export function storyOf({ setup, profile, commands }: Sequence): Story {
  const names = PROFILES[profile % PROFILES.length]!;
  const steps = commands.map((code) => ({
    name: names[code % names.length]!,
    n: Math.floor(code / names.length) % NUMBERS,
  }));
  return { setup, steps };
}

/** Plays a story to its end and answers the world as it is at rest. */
export function play({ setup, steps }: Story, plant?: (m: Model) => void): World {
  const world = createWorld(setup, plant);
  const { m } = world;
  const isWell = !steps.some(({ name }) => UNHEALTHY.includes(name));
  m.healthy = isWell && m.setup.strikes === 'nothing';
  world.settle();
  for (const { name, n } of steps) {
    COMMANDS[name](world, n);
    world.settle();
    watch(m).sums();
  }
  comeToRest(world);
  return world;
}
