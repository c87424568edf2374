import { refundIdOf } from '../../src/domain/ids';
import { customerOf, refundOf } from './customer';
import { startSaga, type Saga } from './saga';

/** What no code of ours may do, because the database does not let it. */
describe('the database', () => {
  let saga: Saga;
  let booking: { bookingId: string; paymentId: string; chargeId: string };
  beforeAll(async () => {
    saga = await startSaga();
    booking = await customerOf(saga).confirmed();
    await saga.openRefund(refundOf(booking.paymentId, 'key:one', 5_000));
    await saga.db.operatorAct.create({
      data: {
        id: 'act-1',
        act: 'retryRefund',
        ...{ bookingId: booking.bookingId, subject: 's' },
        actor: 'op',
        reason: 'r',
      },
    });
  });
  afterAll(() => saga.stop());

  const execute = (statement: string) =>
    saga.db.$executeRawUnsafe(
      statement
        .replaceAll(':booking', `'${booking.bookingId}'`)
        .replaceAll(':payment', `'${booking.paymentId}'`)
        .replaceAll(':charge', `'${booking.chargeId}'`)
        .replaceAll(':refund', `'${refundIdOf(booking.paymentId, 'key:one')}'`),
    );

  it.each([
    ["UPDATE transitions SET type = 'x'", 'transitions is append-only'],
    ['DELETE FROM transitions', 'transitions is append-only'],
    ["UPDATE operator_acts SET reason = 'x'", 'operator_acts is append-only'],
    ['DELETE FROM operator_acts', 'operator_acts is append-only'],
    ["UPDATE bookings SET booking_id = '-x'", 'bookings_id_form'],
    ['UPDATE bookings SET amount_minor = 0', 'bookings_amount'],
    ['UPDATE bookings SET amount_minor = 100000000', 'bookings_amount'],
    ["UPDATE bookings SET currency = 'EUR'", 'bookings_currency'],
    ['UPDATE bookings SET sequence = -1', 'bookings_sequence'],
    ["UPDATE bookings SET status = 'PAID'", 'invalid input value for enum'],
    ['UPDATE payments SET attempts = -1', 'payments_attempts'],
    ["UPDATE payments SET booking_id = 'nobody'", 'payments_booking_id_fkey'],
    ['UPDATE charges SET amount_minor = 0', 'charges_'],
    ['UPDATE charges SET reserved_minor = amount_minor + 1', 'charges_reserved'],
    ['UPDATE charges SET reserved_minor = -1', 'charges_reserved'],
    ['UPDATE charges SET external_minor = amount_minor + 1', 'charges_external'],
    ['UPDATE charges SET refunded_minor = -1', 'charges_refunded'],
    ['UPDATE refunds SET amount_minor = 0', 'refunds_amount'],
    ['UPDATE refunds SET attempt = 0', 'refunds_attempt'],
    ["UPDATE refunds SET requested_by = 'somebody'", 'refunds_requested_by'],
    ['UPDATE refunds SET stripe_refund_id = NULL', 'refunds_success_known'],
    ["UPDATE refunds SET stripe_charge_id = 'ch_nobody'", 'refunds_stripe_charge_id_fkey'],
    ['UPDATE stripe_effects SET generation = 0', 'stripe_effects_generation'],
    ['DELETE FROM bookings', 'fkey'],
    ['DELETE FROM charges', 'fkey'],
    [
      `INSERT INTO transitions (id, aggregateid, sequence, type, payload, created_at)
       VALUES (gen_random_uuid(), :booking, 1, 'x', '{}', now())`,
      'aggregateid',
    ],
    [
      `INSERT INTO charges (stripe_charge_id, payment_id, stripe_payment_intent_id, own,
         amount_minor, currency) VALUES ('ch_2', :payment, 'pi_2', true, 1, 'eur')`,
      'charges_one_own',
    ],
    [
      `INSERT INTO refunds (refund_id, payment_id, stripe_charge_id, workflow_id, amount_minor,
         reason, requested_by, stripe_refund_id)
       SELECT 'rfd_2', :payment, :charge, 'w', 1, 'r', 'api', stripe_refund_id FROM refunds`,
      'stripe_refund_id',
    ],
    [
      `INSERT INTO event_records (transition_id, booking_id, sequence, topic, key, value, headers)
       SELECT transition_id, booking_id, sequence, topic, key, value, headers FROM event_records`,
      'transition_id',
    ],
    [`INSERT INTO payments (payment_id, booking_id) VALUES ('pay_2', :booking)`, 'booking_id'],
  ])('refuses: %s', async (statement, why) => {
    await expect(execute(statement)).rejects.toThrow(why);
  });

  it('is still what Stripe says after all that', async () => {
    expect(await saga.audit()).toEqual([]);
  });
});
