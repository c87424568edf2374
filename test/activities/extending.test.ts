import { customerOf, type Customer } from './customer';
import { bookOf, fiveTimes, startSaga, type Saga } from './saga';

describe('an operator gives the customer more time', () => {
  let saga: Saga;
  let customer: Customer;
  beforeAll(async () => {
    saga = await startSaga();
    customer = customerOf(saga);
  });
  afterAll(() => saga.stop());

  const order = (bookingId: string, expiresAt: string, id = `${bookingId}:u-1`) => ({
    ...{ id, bookingId, expiresAt, reason: 'the bank was slow', actor: 'operator' },
  });
  const later = () => new Date(Date.now() + 3_600_000).toISOString();
  const acts = (bookingId: string) => saga.db.operatorAct.findMany({ where: { bookingId } });

  it('moves the deadline, tells it once, and is on record with its reason', async () => {
    const { bookingId } = await customer.opened();
    const until = later();
    await fiveTimes(() => saga.extendDeadline(order(bookingId, until)));
    const { booking, transitions } = await bookOf(saga.db, bookingId);
    expect(booking.expiresAt.toISOString()).toBe(until);
    expect(transitions.at(-1)).toMatchObject({
      ...{ type: 'booking.deadline_extended', payload: { expiresAt: until } },
    });
    expect(transitions).toHaveLength(3);
    expect(await acts(bookingId)).toMatchObject([
      { act: 'extendDeadline', reason: 'the bank was slow', actor: 'operator' },
    ]);
  });

  it('is told on the canonical topic only', async () => {
    const { bookingId } = await customer.opened();
    await saga.extendDeadline(order(bookingId, later()));
    const records = await saga.db.eventRecord.findMany({ where: { bookingId, sequence: 3 } });
    expect(records.map(({ topic }) => topic)).toEqual(['booking-payment.events']);
  });

  it('is on record for each booking, also under one update id', async () => {
    const bookings = [await customer.opened(), await customer.opened()];
    for (const { bookingId } of bookings)
      await saga.extendDeadline(order(bookingId, later(), 'more-time'));
    for (const { bookingId } of bookings) expect(await acts(bookingId)).toHaveLength(1);
  });

  it('never shortens the time, and changes nothing once the booking is decided', async () => {
    const { bookingId } = await customer.opened();
    const before = (await bookOf(saga.db, bookingId)).booking.expiresAt;
    await saga.extendDeadline(order(bookingId, new Date(before.getTime() - 1).toISOString()));
    expect((await bookOf(saga.db, bookingId)).booking.expiresAt).toEqual(before);

    const paid = await customer.confirmed();
    const { transitions } = await bookOf(saga.db, paid.bookingId);
    await saga.extendDeadline(order(paid.bookingId, later()));
    expect((await bookOf(saga.db, paid.bookingId)).transitions).toHaveLength(transitions.length);
    expect(await acts(paid.bookingId)).toEqual([]);
  });
});
