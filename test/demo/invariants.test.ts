import type { Change } from '../../dev/demo/evidence/ledger';
import type { Rows } from '../../dev/demo/evidence/database';
import { dossiers, type Evidence } from '../../dev/demo/judge/dossier';
import { NOTHING_FAILED, judge } from '../../dev/demo/judge/verdict';
import type { Told } from '../../dev/demo/tried';
import { booking, change, evidence } from './paid-booking';

const { bookingId, paymentId, price } = booking;

interface Planting {
  readonly changes?: readonly Change[];
  /** Instead of all changes that there are. */
  readonly ledger?: (changes: readonly Change[]) => Change[];
  readonly rows?: (rows: Rows) => Partial<Rows>;
  readonly told?: Told[];
  readonly readAt?: number;
}

/** What is found in a paid booking that was made wrong; nothing was expected of it in particular. */
function found({ changes = [], ledger = (all) => [...all], rows, told = [], readAt }: Planting) {
  const whole = evidence();
  const wrong: Evidence = {
    ...whole,
    changes: [...ledger(whole.changes), ...changes],
    rows: { ...whole.rows, ...rows?.(whole.rows) },
    ...(readAt !== undefined && { readAt }),
  };
  const [dossier] = dossiers([{ booking: { ...booking, told } }], wrong);
  return judge(dossier!, NOTHING_FAILED);
}

/** The numbers of the rules that are broken. */
const broken = (planting: Planting) => [
  ...new Set(found(planting).map((sentence) => /^I\d+/.exec(sentence)?.[0])),
];

const refund = (seq: number, more: object) =>
  change(seq, 'refund', {
    ...{ id: 're_1', payment_intent: 'pi_own', charge: 'ch_own', status: 'succeeded' },
    ...{ amount: 100, metadata: { refundId: 'rfd_1', paymentId } },
    ...more,
  });
const refundRow = (more: object = {}) => ({
  ...{ bookingId, refundId: 'rfd_1', stripeRefundId: 're_1', chargeId: 'ch_own', attempt: 1 },
  ...{ amountMinor: 100, status: 'succeeded', manual: false, requestedBy: 'api' },
  ...more,
});
const dispute = (status: string, more: object = {}) =>
  change(8, 'dispute', {
    ...{ id: 'dp_1', payment_intent: 'pi_own', charge: 'ch_own', currency: price.currency },
    ...{ amount: price.amountMinor, status, is_charge_refundable: false },
    ...more,
  });
const withdrawn = change(9, 'balance_transaction', {
  ...{ id: 'txn_1', source: 'dp_1', reporting_category: 'dispute' },
  ...{ amount: -price.amountMinor, currency: price.currency },
});
const disputeRow = (status: string, more: object = {}) => ({
  ...{ bookingId, disputeId: 'dp_1', status, amountMinor: price.amountMinor },
  ...{ refundable: false, withdrawnMinor: price.amountMinor, submittedAt: null },
  ...more,
});
const status = (to: string) => (rows: Rows) => ({
  payments: rows.payments.map((row) => ({ ...row, status: to })),
});
const told = (what: Told['what'], body: Told['body']): Told[] => [{ what, body }];
const withEvents =
  (...events: object[]) =>
  (rows: Rows) => ({
    transitions: [...rows.transitions, ...events.map((more, at) => later(rows, at, more))],
  });
const later = (rows: Rows, index: number, more: object) => {
  const last = rows.transitions.at(-1)!;
  const { payload, ...others } = { payload: {}, ...more };
  const whole = { ...last.payload, ...payload };
  return { ...last, sequence: last.sequence + index + 1, ...others, payload: whole };
};

const PLANTED: [what: string, rule: string, planting: Planting][] = [
  ['money that went back in secret', 'I1', { changes: [refund(5, { amount: price.amountMinor })] }],
  ['money that is only held', 'I1', { ledger: (all) => all.map(held) }],
  ['kept money of an expired booking', 'I1', { rows: status('EXPIRED') }],
  ['a charge that no row knows', 'I1', { rows: () => ({ charges: [] }) }],
  [
    'a total that Stripe does not have',
    'I1',
    { rows: (rows) => ({ charges: rows.charges.map((row) => ({ ...row, refundedMinor: 5 })) }) },
  ],
  [
    'a lost dispute whose money our row calls ours',
    'I1',
    {
      changes: [dispute('lost'), withdrawn],
      rows: () => ({ disputes: [disputeRow('lost', { withdrawnMinor: 0 })] }),
    },
  ],
  ['a dispute that no row knows', 'I1', { changes: [dispute('needs_response'), withdrawn] }],
  ['a confirmed booking that was only authorised', 'I2', { ledger: (all) => all.map(held) }],
  [
    'a confirmed booking that was paid in another currency',
    'I2',
    { ledger: (all) => all.map((each) => changed(each, 'charge', { currency: 'usd' })) },
  ],
  [
    'a charge that is older than its row',
    'I3',
    {
      rows: (rows) => ({
        payments: rows.payments.map((row) => ({
          ...row,
          createdAt: new Date('2026-03-04T10:00Z'),
        })),
      }),
    },
  ],
  ['a payment that can still be used', 'I4', { ledger: (all) => all.slice(0, 2) }],
  ['a second PaymentIntent of ours', 'I4', { changes: [second('payment-intent:pay:2')] }],
  ['a refund without a row', 'I5', { changes: [refund(5, {})] }],
  [
    'a refund that our row calls failed',
    'I5',
    { changes: [refund(5, {})], rows: () => ({ refunds: [refundRow({ status: 'failed' })] }) },
  ],
  [
    'a refund that a person has closed, and Stripe makes all the same',
    'I5',
    { changes: [refund(5, {})], rows: () => ({ refunds: [refundRow({ manual: true })] }) },
  ],
  [
    'more promised than the charge has',
    'I5',
    {
      rows: (rows) => ({
        charges: rows.charges.map((row) => ({ ...row, reservedMinor: row.amountMinor + 1 })),
      }),
    },
  ],
  [
    'a refund of somebody’s wish while a dispute has stopped refunds',
    'I5',
    {
      changes: [dispute('needs_response'), withdrawn],
      rows: withEvents(
        { type: 'payment.disputed', payload: { disputeId: 'dp_1' } },
        { type: 'payment.refund_initiated', payload: { requestedBy: 'api' } },
      ),
    },
  ],
  [
    'a refund that was made twice',
    'I6',
    {
      changes: [refund(5, {}), refund(6, { id: 're_2' })],
      rows: () => ({ refunds: [refundRow()] }),
    },
  ],
  [
    'a move that is not allowed',
    'I7',
    { rows: withEvents({ payload: { bookingStatus: 'EXPIRED' } }) },
  ],
  ['a transition that Kafka never got', 'I8', { rows: withEvents({ id: 'other' }) }],
  [
    'a dispute that nobody was told of',
    'I8',
    { changes: [dispute('lost'), withdrawn], rows: () => ({ disputes: [disputeRow('lost')] }) },
  ],
  ['told paid and over', 'I12', { rows: withEvents({ type: 'payment.expired' }) }],
  ['shown as expired, then paid', 'I12', { told: told('read', { status: 'EXPIRED' }) }],
  ['a cancel that was answered, and did not happen', 'I13', { told: told('cancel', {}) }],
  ['a refund that was answered, and has no row', 'I13', { told: told('refund', { amount: 5 }) }],
  ['evidence that was answered, and is not on record', 'I13', { told: told('evidence', {}) }],
  ['a status that it never had', 'I13', { told: told('read', { status: 'REFUNDED' }) }],
  [
    'another payment than the caller was told',
    'I13',
    { told: told('create', { paymentId: 'pay_2', amount: price.amountMinor }) },
  ],
  [
    'a refund that is told, and Stripe never made',
    'I13',
    { rows: () => ({ refunds: [refundRow()] }) },
  ],
  ['a booking that is decided late', 'I15', { rows: late(930_001) }],
  [
    'a booking that expired early',
    'I15',
    { rows: (rows) => ({ transitions: rows.transitions.map(expired) }) },
  ],
  [
    'an open dispute that is on nobody’s list',
    'I17',
    {
      changes: [dispute('needs_response'), withdrawn],
      rows: () => ({ disputes: [disputeRow('needs_response')] }),
    },
  ],
];

function held(each: Change): Change {
  return changed(each, 'charge', { captured: false, amount_captured: 0 });
}

function changed(each: Change, object: string, to: object): Change {
  return each.object === object ? { ...each, snapshot: { ...each.snapshot, ...to } } : each;
}

function second(idempotencyKey: string): Change {
  const snapshot = { id: 'pi_2', status: 'canceled', metadata: { bookingId, paymentId } };
  const made = change(7, 'payment_intent', { ...snapshot, currency: price.currency });
  return { ...made, cause: { request: 'req_7', idempotencyKey } };
}

function expired(row: Rows['transitions'][number]) {
  return row.type === 'payment.completed' ? { ...row, type: 'payment.expired' } : row;
}

/** Its money is written down this long after the acceptance. */
function late(ms: number) {
  return (rows: Rows) => ({
    transitions: rows.transitions.map((row) =>
      row.type === 'payment.completed'
        ? { ...row, createdAt: new Date(row.createdAt.getTime() + ms) }
        : row,
    ),
  });
}

const EXTENDED = { type: 'booking.deadline_extended', sequence: 3 };
const until = (ms: number) => new Date(evidence().rows.payments[0]!.expiresAt.getTime() + ms);

/** The paid booking's deadline was moved by this much before it was paid. */
function extended(ms: number) {
  return (rows: Rows) => ({
    transitions: [
      ...rows.transitions.slice(0, 2),
      { ...rows.transitions[1]!, ...EXTENDED, payload: { expiresAt: until(ms).toISOString() } },
      ...late(930_001)(rows).transitions.slice(2),
    ],
    payments: rows.payments.map((row) => ({ ...row, expiresAt: until(ms) })),
  });
}

describe('Of any booking, whatever was expected, the judge', () => {
  it('finds nothing where nothing is wrong', () => {
    expect(found({})).toEqual([]);
  });

  it.each(PLANTED)('sees %s: %s', (_, rule, planting) => {
    expect(broken(planting)).toContain(rule);
  });

  it('I15: goes by the deadline that an operator has extended', () => {
    expect(broken({ rows: late(930_001) })).toContain('I15');
    expect(broken({ rows: extended(1_000) })).not.toContain('I15');
  });

  it('I15: sees a booking that nobody decides', () => {
    const rows = (all: Rows) => ({ transitions: all.transitions.slice(0, 2) });
    const readAt = until(30_001).getTime();
    expect(broken({ rows, readAt })).toContain('I15');
    expect(broken({ rows, readAt: readAt - 2 })).not.toContain('I15');
  });

  it('I1: counts a dispute apart: what the bank has taken leaves the booking confirmed', () => {
    const rows = (all: Rows) => ({
      ...withEvents(
        { type: 'payment.disputed', payload: { disputeId: 'dp_1' } },
        { type: 'payment.dispute_closed', payload: { disputeId: 'dp_1', outcome: 'lost' } },
      )(all),
      disputes: [disputeRow('lost')],
    });
    const rules = broken({ changes: [dispute('lost'), withdrawn], rows });
    expect(rules).not.toContain('I1');
    expect(rules).not.toContain('I17');
  });

  it('I1: takes money that a person has paid back by hand for given back', () => {
    const rows = (all: Rows) => ({
      charges: all.charges.map((row) => ({ ...row, refundedMinor: row.amountMinor })),
      refunds: [refundRow({ manual: true, amountMinor: price.amountMinor, stripeRefundId: null })],
      payments: status('REFUNDED')(all).payments,
    });
    expect(broken({ rows })).not.toContain('I1');
    expect(broken({ rows: (all) => ({ ...rows(all), refunds: [] }) })).toContain('I1');
  });

  it('I5: lets a refund that was closed without money be, and one that failed before its retry', () => {
    const failed = refund(5, { status: 'failed' });
    const closed = refundRow({ status: 'failed', manual: true });
    expect(found({ changes: [failed], rows: () => ({ refunds: [closed] }) })).toEqual([]);
    const again = refund(6, { id: 're_2' });
    const row = refundRow({ stripeRefundId: 're_2', attempt: 2 });
    expect(broken({ changes: [failed, again], rows: () => ({ refunds: [row] }) })).not.toContain(
      'I5',
    );
  });

  it('I1: an authorisation that lapsed has given nothing back', () => {
    const released = refund(5, { reason: 'expired_uncaptured_charge', metadata: {} });
    expect(found({ changes: [released] })).toEqual([]);
  });
});
