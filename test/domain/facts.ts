import { closed, type Closing } from '../../src/domain/decisions/closing';
import { confirmed, unconfirmable } from '../../src/domain/decisions/confirming';
import { disputeRead } from '../../src/domain/decisions/disputing';
import { deadlineExtended } from '../../src/domain/decisions/extending';
import { accepted, opened, refusedByOwner } from '../../src/domain/decisions/opening';
import { authorized } from '../../src/domain/decisions/authorizing';
import { attemptFailed, paid, processing, strayMoney } from '../../src/domain/decisions/paying';
import { refundFailed, refundRequested, refundSettled } from '../../src/domain/decisions/refunding';
import { AT, CHARGE, INTENT, declined, own, refundOf, type Fact } from './story';

export interface NamedFact {
  name: string;
  fact: Fact;
  /** Its caller asks first whether it applies, or flags what the tables forbid. */
  mayBeForbidden?: true;
}

export const CLOSINGS: readonly Closing[] = [
  { how: 'expired' },
  { how: 'failed', failure: { errorCode: 'card_declined' }, attempts: 3 },
  { how: 'cancelled', cancelledBy: 'customer' },
  { how: 'cancelled', cancelledBy: 'operator', reason: 'fraud' },
  { how: 'cancelled', cancelledBy: 'provider' },
  { how: 'cancelled', cancelledBy: 'owner', reason: 'unavailable' },
];

const PART = 5_000;
const WHOLE = CHARGE.amountMinor;
const part = refundOf({ refundId: 'rfd_part', amountMinor: PART });
const whole = refundOf({ refundId: 'rfd_whole', requestedBy: 'saga' });
const stray = { own: false, stripeChargeId: 'ch_stray' };
const later = new Date('2026-03-04T10:00:00.000Z');

const dispute = (status: string) => (state: Parameters<Fact>[0]) =>
  disputeRead(
    state,
    {
      disputeId: 'dp_1',
      stripeChargeId: CHARGE.stripeChargeId,
      amountMinor: WHOLE,
      currency: 'eur',
      reason: 'fraudulent',
      status,
      refundable: status === 'won',
      withdrawnMinor: status === 'won' ? 0 : WHOLE,
      submissions: 0,
      createdAt: AT,
    },
    { stripeChargeId: CHARGE.stripeChargeId, own: true },
    null,
  );

const refunds = (
  [
    ['a part', part, {}, PART],
    ['the whole', whole, {}, WHOLE],
    ['stray money', refundOf({ refundId: 'rfd_stray', requestedBy: 'saga' }), stray, WHOLE],
  ] as const
).flatMap(([what, refund, charge, refundedMinor]): NamedFact[] => [
  {
    name: `refund of ${what}: asked for`,
    fact: (now) => refundRequested(now, refund, own(0, charge)),
  },
  {
    name: `refund of ${what}: settled`,
    fact: (now) => refundSettled(now, refund, own(refundedMinor, charge)),
    mayBeForbidden: true,
  },
  {
    name: `refund of ${what}: settled at the second attempt`,
    fact: (now) => refundSettled(now, { ...refund, attempt: 2 }, own(refundedMinor, charge)),
    mayBeForbidden: true,
  },
  {
    name: `refund of ${what}: failed`,
    fact: (now) => refundFailed(now, refund, own(0, charge), { errorCode: 'lost_card' }),
    mayBeForbidden: true,
  },
]);

/** Every fact that may be told of a booking, whether it makes sense now or not. */
export const FACTS: readonly NamedFact[] = [
  { name: 'accepted', fact: accepted },
  { name: 'opened', fact: (now) => opened(now, INTENT), mayBeForbidden: true },
  { name: 'refused by the owner', fact: (now) => refusedByOwner(now, 'price_changed') },
  {
    name: 'processing',
    fact: (now) => processing(now, 'requires_action'),
    mayBeForbidden: true,
  },
  { name: 'declined', fact: (now) => attemptFailed(now, declined(1)) },
  { name: 'declined again', fact: (now) => attemptFailed(now, declined(2)) },
  {
    name: 'authorised',
    fact: (now) => authorized(now, { id: CHARGE.stripeChargeId }),
    mayBeForbidden: true,
  },
  { name: 'paid', fact: (now) => paid(now, CHARGE, false), mayBeForbidden: true },
  ...([{ amountMinor: 1 }, { currency: 'usd' }, { livemode: true }] as const).map(
    (wrong): NamedFact => ({
      name: `paid with ${Object.keys(wrong)[0]} wrong`,
      fact: (now) => paid(now, { ...CHARGE, ...wrong }, false),
      mayBeForbidden: true,
    }),
  ),
  {
    name: 'stray money',
    fact: (now) => strayMoney(now, { ...CHARGE, stripeChargeId: stray.stripeChargeId }),
  },
  ...CLOSINGS.map((closing): NamedFact => ({
    name: `closed: ${closing.how} ${closing.how === 'cancelled' ? closing.cancelledBy : ''}`,
    fact: (now) => closed(now, closing),
    mayBeForbidden: true,
  })),
  ...[0, PART, WHOLE].flatMap((refundedMinor): NamedFact[] => [
    {
      name: `confirmed, ${refundedMinor} having gone back`,
      fact: (now) => confirmed(now, refundedMinor),
    },
    {
      name: `unconfirmable, ${refundedMinor} having gone back`,
      fact: (now) => unconfirmable(now, 'confirm_timeout', refundedMinor),
    },
  ]),
  { name: 'more time', fact: (now) => deadlineExtended(now, later, 'asked for') },
  ...refunds,
  ...['warning_needs_response', 'needs_response', 'lost', 'won'].map((status): NamedFact => ({
    name: `dispute: ${status}`,
    fact: dispute(status),
  })),
];
