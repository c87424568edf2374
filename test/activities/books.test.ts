import { customerOf, refundOf, type Customer } from './customer';
import { useSaga, type Saga } from './saga';

/** The check that every other test relies on must itself see what is wrong. */
describe('the books', () => {
  let saga: Saga;
  let customer: Customer;
  useSaga((started) => {
    saga = started;
    customer = customerOf(saga);
  });

  const found = async (what: RegExp) =>
    expect(await saga.audit()).toContainEqual(expect.stringMatching(what));

  it('see a refund at Stripe that no row knows', async () => {
    const { bookingId, paymentId, chargeId } = await customer.confirmed();
    const { id } = await saga.simulate<{ id: string }>('/refunds', { charge: chargeId });
    await found(/atStripe: is 0, should be 12990/);
    await found(new RegExp(`${bookingId} is CONFIRMED, but 0 is kept`));
    await saga.openRefund(refundOf(paymentId, `stripe:${id}`));
  });

  it('see a total that does not add up', async () => {
    const { paymentId } = await customer.confirmed();
    await saga.openRefund(refundOf(paymentId, 'key:x', 1_000));
    const where = { paymentId };
    await saga.db.charge.updateMany({ where, data: { refundedMinor: 999 } });
    await found(/refunded: is 999, should be 1000/);
    await saga.db.charge.updateMany({ where, data: { refundedMinor: 1_000 } });
  });

  it('see a PaymentIntent that can be paid after its booking is over', async () => {
    const { bookingId } = await customer.opened();
    const where = { bookingId };
    await saga.db.booking.update({ where, data: { status: 'EXPIRED' } });
    await found(/can still be paid/);
    await found(/tells another state/);
    await saga.db.booking.update({ where, data: { status: 'PENDING_PAYMENT' } });
  });

  it('see a sequence with a gap and a transition without a record', async () => {
    const { bookingId } = await customer.opened();
    const where = { bookingId };
    await saga.db.booking.update({ where, data: { sequence: 3 } });
    await found(/has gaps/);
    await saga.db.booking.update({ where, data: { sequence: 2 } });
    const [record] = await saga.db.eventRecord.findMany({ where, orderBy: { id: 'asc' } });
    await saga.db.eventRecord.delete({ where: { id: record!.id } });
    await found(/booking.pending_payment has no record/);
    await saga.db.eventRecord.create({ data: { ...record!, headers: {} } });
  });
});
