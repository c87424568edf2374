import type { Act, Phase, Timed } from './script';

const at = (phase: Phase, act: Act): Timed => ({ phase, act });
const pay = at(0, { do: 'pay', card: 'good' });
const owner = (is: Extract<Act, { do: 'owner' }>['is']) => at(0, { do: 'owner', is });
const refund = (phase: Phase, percent: number) =>
  at(phase, { do: 'refund', percent, times: 1, keys: 'each' });
const stripeRefusesRefunds = at(0, { do: 'stripe fails', at: 'refund', how: 'refuses' });

/** A way to each ending. Chance may lead elsewhere, so the rarer ones stand here more than once. */
export const STORYLINES: readonly (readonly Timed[])[] = [
  [pay],
  [at(1, { do: 'pay', card: 'declined' }), at(2, { do: 'pay', card: 'good' })],
  [at(0, { do: 'pay', card: 'asks for 3DS' }), at(1, { do: 'authenticate', outcome: 'succeed' })],
  [],
  [at(0, { do: 'pay', card: 'declined' })],
  [at(1, { do: 'cancel' })],
  [at(0, { do: 'cancel' }), pay],
  [owner('refuses the hold')],
  [owner('asks another price')],
  [at(0, { do: 'stripe fails', at: 'create', how: 'refuses' })],
  [at(1, { do: 'cancel at stripe' })],
  [owner('refuses to confirm'), pay],
  [owner('is down'), pay],
  [at(0, { do: 'change amount', by: -10 }), at(1, { do: 'pay', card: 'good' })],
  [pay, refund(1, 100)],
  [pay, refund(1, 40)],
  [pay, at(4, { do: 'refund in dashboard', percent: 50 })],
  [stripeRefusesRefunds, owner('refuses to confirm'), pay],
  [
    stripeRefusesRefunds,
    owner('refuses to confirm'),
    pay,
    at(4, { do: 'operator', order: 'retry' }),
  ],
  [
    stripeRefusesRefunds,
    owner('refuses to confirm'),
    pay,
    at(4, { do: 'operator', order: 'mark by hand' }),
  ],
  [at(3, { do: 'pay beside', names: 'payment' })],
  [pay, at(1, { do: 'pay beside', names: 'payment' })],
  [at(0, { do: 'pay', card: 'refund fails later' }), refund(1, 100)],
];
