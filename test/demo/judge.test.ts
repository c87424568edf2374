import type { ExpectedEvent } from '../../dev/demo/endings/ending';
import { dossiers, type Evidence } from '../../dev/demo/judge/dossier';
import { NOTHING_FAILED, judge, type Allowance } from '../../dev/demo/judge/verdict';
import { booking, change, evidence } from './paid-booking';

const { bookingId } = booking;
const policy = { windowMs: 900_000, confirmMs: 7_200_000, attempts: 10 };

function faults(changed: Partial<Evidence> = {}, allowance: Allowance = NOTHING_FAILED) {
  const expected = booking.ending.expected(booking, { policy });
  const [dossier] = dossiers([{ booking, expected }], { ...evidence(), ...changed });
  return judge(dossier!, allowance);
}

function withPayment(row: Partial<Evidence['rows']['payments'][number]>): Partial<Evidence> {
  const { rows } = evidence();
  return { rows: { ...rows, payments: rows.payments.map((payment) => ({ ...payment, ...row })) } };
}

const refund = (amount: number, metadata = {}) =>
  change(4, 'refund', {
    ...{ id: 're_1', payment_intent: 'pi_own', charge: 'ch_own', amount, metadata },
    status: 'succeeded',
  });

describe('The judge of the demo', () => {
  it('finds nothing where everything is as it should be', () => {
    expect(faults()).toEqual([]);
  });

  it('finds money that went back from a confirmed booking', () => {
    const said = faults({ changes: [...evidence().changes, refund(12_990)] });
    expect(said).toContain('I1: Stripe keeps 0.00 EUR of 129.90 EUR.');
    expect(said).toContain("I5: Stripe's refund re_1 has no row of its own.");
  });

  it('finds more given back than was taken', () => {
    const said = faults({ changes: [...evidence().changes, refund(12_991)] });
    expect(said).toContain('I5: Refunds of ch_own came to 12991, more than was captured.');
  });

  it('finds a second effect under one idempotency key', () => {
    const [first, ...others] = evidence().changes;
    const cause = { request: 'req_other', idempotencyKey: first!.cause.idempotencyKey };
    const said = faults({ changes: [first!, ...others, { ...first!, cause }] });
    expect(said).toContain('I6: Stripe acted 2 times under the idempotency key key:1.');
  });

  it('finds stray money that nobody gave back', () => {
    const { bookingId: id, paymentId } = booking;
    const stray = { id: 'pi_2', amount: 5, currency: 'eur', status: 'succeeded' };
    const said = faults({
      changes: [
        ...evidence().changes,
        change(4, 'payment_intent', { ...stray, metadata: { bookingId: id, paymentId } }),
        change(5, 'charge', {
          ...{
            id: 'ch_2',
            payment_intent: 'pi_2',
            captured: true,
            status: 'succeeded',
            amount_captured: 5,
          },
        }),
      ],
    });
    expect(said).toContain('I1: Stripe keeps 0.05 EUR of stray money on pi_2.');
  });

  it('finds a PaymentIntent that was made before its row', () => {
    const createdAt = new Date('2026-03-04T09:15:31.000Z');
    expect(faults(withPayment({ createdAt }))).toContain('I3: pi_own was made before its row.');
  });

  it('finds a wrong status, and that it did not come about by transitions', () => {
    expect(faults(withPayment({ status: 'EXPIRED' }))).toEqual(
      expect.arrayContaining([
        'The database says EXPIRED; it should be CONFIRMED.',
        'I1: It is EXPIRED, but Stripe keeps 129.90 EUR.',
        'I7: Its row says EXPIRED, its last transition CONFIRMED.',
      ]),
    );
  });

  it('finds a confirmed booking whose place the owner has not confirmed', () => {
    expect(faults({ places: new Map([[bookingId, 'held']]) })).toEqual([
      'It is CONFIRMED, but the owner has not confirmed it: its place is held.',
    ]);
  });

  it('finds an event that Kafka never got', () => {
    const records = evidence().records.filter(
      ({ headers }) => headers['ce_type'] !== 'booking.confirmed',
    );
    expect(faults({ records })).toContain('Kafka has no booking.confirmed of it.');
  });

  it('finds a record that its family should have had', () => {
    const records = evidence().records.filter(({ topic }) => topic !== 'payment.completed');
    expect(faults({ records })).toEqual([
      'I8: Kafka lacks payment.completed on payment.completed.',
    ]);
  });

  it('finds a wrong key and a missing header', () => {
    const [first, ...others] = evidence().records;
    const { ce_source: _, ...headers } = first!.headers;
    const said = faults({ records: [{ ...first!, key: 'other', headers }, ...others] });
    expect(said).toContain(`A record on ${first!.topic} has the key other, not ${bookingId}.`);
    expect(said).toContain(`A record on ${first!.topic} has the header ce_source: none.`);
  });

  it('allows copies only where something failed, and only if they are the same', () => {
    const { records } = evidence();
    const copied = [...records, records.at(-1)!];
    const allowance = { ...NOTHING_FAILED, repeats: true };
    expect(faults({ records: copied })).toHaveLength(1);
    expect(faults({ records: copied }, allowance)).toEqual([]);
    const other = { ...records.at(-1)!, value: `${records.at(-1)!.value} ` };
    expect(faults({ records: [...records, other] }, allowance)).toHaveLength(1);
  });

  it('finds events that came out of order', () => {
    const records = evidence().records;
    expect(faults({ records: [...records.slice(1), records[0]!] })).toContain(
      'I10: On booking-payment.events its event 1 came after 4.',
    );
  });

  it('lets a moment be missed only where that is allowed', () => {
    const processing: ExpectedEvent = { type: 'payment.processing' };
    const expected = booking.ending.expected(booking, { policy });
    const events = expected.events.toSpliced(2, 0, processing);
    const [dossier] = dossiers([{ booking, expected: { ...expected, events } }], evidence());
    const missedMoments = ['payment.processing'];
    expect(judge(dossier!, { ...NOTHING_FAILED, missedMoments })).toEqual([]);
    expect(judge(dossier!, NOTHING_FAILED)).toHaveLength(1);
  });
});
