import { customerOf, type Customer } from './customer';
import { bookingRequest, startOf, useSaga, type Saga } from './saga';

describe('the families of a booking', () => {
  let saga: Saga;
  let customer: Customer;
  useSaga((started) => {
    saga = started;
    customer = customerOf(saga);
  });

  const order = () => String(Date.now() * 100 + Math.floor(Math.random() * 100));
  const ids = () => ({ bookingId: order(), userId: '5127', customerId: 'cus-41' });
  async function recordsOf(bookingId: string) {
    const rows = { where: { bookingId }, orderBy: { id: 'asc' } } as const;
    const records = await saga.db.eventRecord.findMany(rows);
    return records.map(({ value, ...record }) => {
      return { ...record, body: JSON.parse(value) as Record<string, unknown> };
    });
  }

  it('are told of each step with the status that it left', async () => {
    const bindings = ['customer', 'orders'];
    const { bookingId, intentId } = await customer.opened({ ...ids(), bindings });
    await customer.pay(intentId);
    await saga.settlePayment(bookingId);
    const records = await recordsOf(bookingId);
    expect(records.map(({ sequence, topic }) => `${sequence} ${topic}`)).toEqual([
      '1 booking-payment.events',
      '2 booking-payment.events',
      ...['2 payment.analytics', '2 payment-events', '2 payment-initiated'],
      '3 booking-payment.events',
      ...['3 payment.status.updated', '3 payment.analytics', '3 payment-events'],
      '3 payment-completed',
      '4 booking-payment.events',
    ]);
    const told = (topic: string) => records.find((record) => record.topic === topic)!.body;
    expect(told('payment.status.updated')).toMatchObject({
      ...{ customerId: 'cus-41', success: true, amount: 12_990 },
      ...{ status: 'completed', previousStatus: 'awaiting_payment' },
    });
    expect(told('payment-completed')).toMatchObject({
      ...{ orderId: Number(bookingId), userId: 5127, amount: 129.9, currency: 'eur' },
      ...{ status: 'COMPLETED', previousStatus: 'PENDING', paymentMethod: 'CARD' },
    });
  });

  it('are only those that it names, whatever else is enabled', async () => {
    const { bookingId } = await customer.opened(ids());
    const topics = (await recordsOf(bookingId)).map(({ topic }) => topic);
    expect(topics).toEqual([
      ...['booking-payment.events', 'booking-payment.events', 'dreamscape.payment.initiated'],
    ]);
    await saga.closePayment(bookingId, { how: 'expired' });
  });

  it.each([
    ['orders', { bookingId: 'bk-7' }, '"orders" needs a bookingId that is a whole number'],
    ['orders', { userId: 'usr-7' }, '"orders" needs a userId that is a whole number'],
    ['customer', { customerId: undefined }, '"customer" needs a customerId'],
    ['parcels', {}, 'The binding "parcels" is not enabled here.'],
  ])('refuse what %s cannot carry, before there is a row: %j', async (binding, change, why) => {
    const { customerId, ...rest } = { ...ids(), ...change };
    const known = customerId === undefined ? {} : { customerId };
    const request = bookingRequest({ ...rest, ...known, bindings: ['dreamscape', binding] });
    expect(await saga.openPayment(startOf(request))).toMatchObject({
      refused: { code: 'binding_cannot_carry', message: expect.stringContaining(why) as string },
    });
    expect(await saga.db.booking.count({ where: { bookingId: request.bookingId } })).toBe(0);
  });
});
