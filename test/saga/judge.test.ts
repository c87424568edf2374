import { judge } from './invariants';
import {
  BACK,
  PRICE,
  charge,
  expiredWorld,
  movement,
  paidWorld,
  refund,
  transition,
  type World,
} from './judge/paid-world';
import type { Invariant } from './judge/violation';

type Planting = [what: string, invariant: Invariant, plant: (world: World) => void];

function foundIn({ file, books }: World): Invariant[] {
  return judge([file], books).map(({ invariant }) => invariant);
}

const change = (row: object | undefined, to: object) => void Object.assign(row!, to);
const SECOND = { metadata: { bookingId: 'bk-1', paymentId: 'pay_1' }, key: null };

/** Money on a second PaymentIntent that names our payment. */
function secondPayment({ file }: World, more: object = {}): void {
  file.others = [{ ...file.own!, id: 'pi_2', ...SECOND, ...more }];
  file.charges = [...file.charges, { ...charge, id: 'ch_2', payment_intent: 'pi_2' }];
  file.movements = [...file.movements, movement('charge', PRICE, 'ch_2')];
}

const PAID: Planting[] = [
  [
    'a place that somebody paid for and does not have',
    'place',
    ({ file }) => (file.place = 'released'),
  ],
  [
    'money is kept that went back by the rows',
    'I1',
    ({ file }) => (file.movements = file.movements.slice(0, 1)),
  ],
  [
    'a confirmed booking whose money was given back in secret',
    'I1',
    ({ file }) => change(file.booking, { status: 'CONFIRMED' }),
  ],
  [
    'stray money that nobody gives back or knows of',
    'I1',
    (world) => secondPayment(world, { metadata: { bookingId: 'bk-1' } }),
  ],
  [
    'our totals and Stripe’s differ',
    'I1',
    ({ file }) => change(file.chargeRows[0], { refundedMinor: BACK - 1 }),
  ],
  [
    'a booking that never came to rest',
    'I1',
    ({ file }) => change(file.booking, { status: 'REFUND_PENDING' }),
  ],
  [
    'a confirmed booking that was paid in another currency',
    'I2',
    ({ file }) => (file.charges = [{ ...charge, currency: 'usd' }]),
  ],
  [
    'a confirmed booking that was never paid',
    'I2',
    ({ file }) => (file.charges = [{ ...charge, status: 'failed' }]),
  ],
  [
    'a PaymentIntent that is older than its row',
    'I3',
    ({ file }) => (file.own = { ...file.own!, bornAtMs: 0 }),
  ],
  [
    'a charge that is older than its row',
    'I3',
    ({ file }) => (file.charges = [{ ...charge, bornAtMs: 0 }]),
  ],
  [
    'a second PaymentIntent of ours',
    'I4',
    ({ file }) => (file.others = [{ ...file.own!, id: 'pi_2', status: 'canceled' }]),
  ],
  ['money kept on two PaymentIntents', 'I4', (world) => secondPayment(world)],
  [
    'two charges on one PaymentIntent',
    'I4',
    ({ file }) => (file.charges = [charge, { ...charge, id: 'ch_2' }]),
  ],
  [
    'a payment that is still open though its booking is over',
    'I4',
    ({ file }) => (file.own = { ...file.own!, status: 'requires_payment_method' }),
  ],
  [
    'more back than was taken',
    'I5',
    ({ file }) =>
      (file.story = [
        ...file.story,
        { kind: 'refund', object: { ...refund, id: 're_2', amount: PRICE } },
      ]),
  ],
  [
    'more promised than was taken, though it failed later',
    'I5',
    ({ file }) => {
      const big = { ...refund, id: 're_2', amount: PRICE };
      file.story = [
        ...file.story,
        { kind: 'refund', object: { ...big, status: 'pending' } },
        { kind: 'refund', object: { ...big, status: 'failed' } },
      ];
    },
  ],
  [
    'a refund at Stripe without a row',
    'I5',
    ({ file }) => (file.refunds = [refund, { ...refund, id: 're_2', metadata: {} }]),
  ],
  [
    'a refund of another amount than its row',
    'I5',
    ({ file }) => (file.refunds = [{ ...refund, amount: BACK + 1 }]),
  ],
  [
    'a row that failed, and its money went back',
    'I5',
    ({ file }) => change(file.refundRows[0], { status: 'failed' }),
  ],
  [
    'a key that was executed twice',
    'I6',
    ({ books }) => (books.requests = [books.requests[0]!, books.requests[0]!]),
  ],
  [
    'a refund that was made twice',
    'I6',
    ({ file }) => (file.refunds = [refund, { ...refund, id: 're_2' }]),
  ],
  [
    'a move that the graph does not have',
    'I7',
    ({ file }) =>
      (file.transitions = file.transitions.map((row) =>
        row.type === 'booking.partially_refunded'
          ? transition(7, 'booking.expired', 'EXPIRED', 'partially_refunded')
          : row,
      )),
  ],
  [
    'a gap in the log',
    'I7',
    ({ file }) => (file.transitions = file.transitions.filter(({ sequence }) => sequence !== 3)),
  ],
  [
    'a row that stands elsewhere than its log',
    'I7',
    ({ file }) => change(file.booking, { status: 'REFUNDED' }),
  ],
  [
    'an event that leaves another status than it says',
    'I7',
    ({ file }) => change(file.transitions[2]!.payload as object, { bookingStatus: 'CONFIRMED' }),
  ],
  [
    'told paid and over',
    'I12',
    ({ file }) => change(file.transitions[2], { type: 'payment.cancelled' }),
  ],
  [
    'shown as expired, then paid',
    'I12',
    ({ file }) =>
      (file.told = [{ bookingId: 'bk-1', what: 'read', status: 200, body: { status: 'EXPIRED' } }]),
  ],
  [
    'a cancel that was promised and not kept',
    'I13',
    ({ file }) => (file.told = [{ bookingId: 'bk-1', what: 'cancel', status: 200, body: {} }]),
  ],
  [
    'a refund that was promised and has no row',
    'I13',
    ({ file }) =>
      (file.told = [
        { bookingId: 'bk-1', what: 'refund', status: 201, body: { refundId: 'rfd_2' } },
      ]),
  ],
  ['a refund that is told, and Stripe never made it', 'I13', ({ file }) => (file.refunds = [])],
  [
    'another payment than the caller was told',
    'I13',
    ({ file }) =>
      (file.told = [
        { bookingId: 'bk-1', what: 'create', status: 201, body: { paymentId: 'pay_2' } },
      ]),
  ],
];

const EXPIRED: Planting[] = [
  ['a place that leaks', 'place', ({ file }) => (file.place = 'held')],
  [
    'kept money of an expired booking',
    'I1',
    ({ file }) => {
      file.charges = [charge];
      file.movements = [movement('charge', PRICE, charge.id)];
    },
  ],
  [
    'expired before its window was over',
    'I15',
    ({ file }) =>
      change(file.transitions[2], { createdAt: new Date(file.booking!.expiresAt.getTime() - 1) }),
  ],
  [
    'closed at Stripe before its window was over',
    'I15',
    ({ file }) =>
      (file.own = { ...file.own!, canceledAtMs: file.booking!.expiresAt.getTime() - 1 }),
  ],
  [
    'decided a minute too late',
    'I15',
    ({ file }) =>
      change(file.transitions[2], {
        createdAt: new Date(file.booking!.expiresAt.getTime() + 60_000),
      }),
  ],
];

describe('the judge', () => {
  it('finds nothing wrong where nothing is', () => {
    const { file, books } = paidWorld();
    expect(judge([file], books)).toEqual([]);
    const expired = expiredWorld();
    expect(judge([expired.file], expired.books)).toEqual([]);
  });

  it.each(PAID)('sees %s (%s)', (_, invariant, plant) => {
    const world = paidWorld();
    plant(world);
    expect(foundIn(world)).toContain(invariant);
  });

  it.each(EXPIRED)('sees %s (%s)', (_, invariant, plant) => {
    const world = expiredWorld();
    plant(world);
    expect(foundIn(world)).toContain(invariant);
  });

  it('lets a person’s flag excuse stray money, and only what it names', () => {
    const world = paidWorld();
    secondPayment(world, { metadata: { bookingId: 'bk-1' } });
    world.file.flags = [{ kind: 'foreign_money', subject: 'pi_2' }] as never;
    expect(foundIn(world)).toEqual([]);
    world.file.flags = [{ kind: 'foreign_money', subject: 'pi_3' }] as never;
    expect(foundIn(world)).toEqual(['I1']);
  });

  it('takes money that a person paid back by other means for given back, on its own charge only', () => {
    const world = paidWorld();
    secondPayment(world);
    const { file } = world;
    const byHand = { refundId: 'rfd_2', stripeRefundId: null, manual: true, status: 'succeeded' };
    const row = { ...byHand, amountMinor: PRICE, stripeChargeId: 'ch_2' };
    file.refundRows = [...file.refundRows, row as never];
    const strayRow = { stripeChargeId: 'ch_2', own: false, currency: 'eur' };
    const totals = { amountMinor: PRICE, refundedMinor: PRICE };
    file.chargeRows = [...file.chargeRows, { ...strayRow, ...totals } as never];
    expect(foundIn(world)).toEqual([]);
    change(row, { stripeChargeId: charge.id });
    expect(foundIn(world)).toContain('I1');
  });
});
