import type { Ending } from './endings';
import type { Act, Phase, Timed } from './script';

/** A way to an ending; chance may lead elsewhere. */
export interface Storyline {
  readonly to: Ending;
  readonly acts: readonly Timed[];
  readonly captureMethod?: 'manual';
}

const at = (phase: Phase, act: Act): Timed => ({ phase, act });
const pay = at(0, { do: 'pay', card: 'good' });
const owner = (is: Extract<Act, { do: 'owner' }>['is']) => at(0, { do: 'owner', is });
const refund = (phase: Phase, percent: number) =>
  at(phase, { do: 'refund', percent, times: 1, keys: 'each' });
const operator = (order: 'retry' | 'mark by hand') => at(4, { do: 'operator', order });
const refundsRefused = [
  at(0, { do: 'stripe fails', at: 'refund', how: 'refuses' }),
  owner('refuses to confirm'),
  pay,
];
/** It had held the place, and is away when it should confirm it. */
const paidWithoutOwner = [
  at(1, { do: 'owner', is: 'is down' }),
  at(1, { do: 'pay', card: 'good' }),
];
const manual = { captureMethod: 'manual' } as const;

export const STORYLINES: readonly Storyline[] = [
  { to: 'confirmed', acts: [pay] },
  {
    to: 'confirmed after a decline',
    acts: [at(1, { do: 'pay', card: 'declined' }), at(2, { do: 'pay', card: 'good' })],
  },
  {
    to: 'confirmed after 3-D Secure',
    acts: [
      at(0, { do: 'pay', card: 'asks for 3DS' }),
      at(1, { do: 'authenticate', outcome: 'succeed' }),
    ],
  },
  {
    to: 'confirmed, double money given back',
    acts: [pay, at(1, { do: 'pay beside', names: 'payment' })],
  },
  { to: 'captured after its confirmation', acts: [pay], ...manual },
  { to: 'authorisation voided', acts: [owner('refuses to confirm'), pay], ...manual },
  {
    to: 'authorisation lapsed',
    acts: [...paidWithoutOwner, at(2, { do: 'lapse' })],
    ...manual,
  },
  { to: 'confirmed, disputed and won', acts: [pay, at(1, { do: 'dispute', ends: 'won' })] },
  { to: 'confirmed, disputed and lost', acts: [pay, at(1, { do: 'dispute', ends: 'lost' })] },
  { to: 'expired', acts: [] },
  { to: 'expired after declines', acts: [at(0, { do: 'pay', card: 'declined' })] },
  { to: 'closed, late money given back', acts: [at(3, { do: 'pay beside', names: 'payment' })] },
  { to: 'cancelled by the customer', acts: [at(1, { do: 'cancel' })] },
  { to: 'cancelled by the customer', acts: [at(0, { do: 'cancel' }), pay] },
  { to: 'cancelled: no place', acts: [owner('refuses the hold')] },
  { to: 'cancelled: another price', acts: [owner('asks another price')] },
  {
    to: 'cancelled: refused by Stripe',
    acts: [at(0, { do: 'stripe fails', at: 'create', how: 'refuses' })],
  },
  { to: 'cancelled at Stripe', acts: [at(1, { do: 'cancel at stripe' })] },
  { to: 'given back: owner refuses', acts: [owner('refuses to confirm'), pay] },
  { to: 'given back: owner away too long', acts: paidWithoutOwner },
  {
    to: 'given back: wrong amount',
    acts: [at(0, { do: 'change amount', by: -10 }), at(1, { do: 'pay', card: 'good' })],
  },
  { to: 'refunded on request', acts: [pay, refund(1, 100)] },
  { to: 'partly refunded', acts: [pay, refund(1, 40)] },
  { to: 'partly refunded', acts: [pay, at(4, { do: 'refund in dashboard', percent: 50 })] },
  { to: 'refund failed, a person is asked', acts: refundsRefused },
  { to: 'refund failed, retried by an operator', acts: [...refundsRefused, operator('retry')] },
  { to: 'refund failed, paid back by hand', acts: [...refundsRefused, operator('mark by hand')] },
  {
    to: 'refund bounced after its success',
    acts: [at(0, { do: 'pay', card: 'refund fails later' }), refund(1, 100)],
  },
];
