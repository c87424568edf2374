import { customerOf, type Customer } from './customer';
import { bookOf, insist, startSaga, type Saga } from './saga';

let saga: Saga;
let customer: Customer;
beforeAll(async () => {
  saga = await startSaga();
  customer = customerOf(saga);
});
afterAll(() => saga?.stop());

it('H27: a payment whose charge Stripe does not show yet is read again, and then confirmed', async () => {
  const { bookingId, intentId } = await customer.opened();
  await customer.pay(intentId);
  const { intents } = saga.deps;
  let readings = 0;
  const acts = saga.acts({
    intents: {
      ...intents,
      async retrieve(id) {
        const { charge, ...bare } = await intents.retrieve(id);
        return (readings += 1) < 3 || !charge ? bare : { ...bare, charge };
      },
    },
  });
  await expect(acts.settlePayment(bookingId)).rejects.toThrow('see the worker');
  expect((await bookOf(saga.db, bookingId)).booking.status).toBe('PENDING_PAYMENT');
  const { status } = await insist(() => acts.settlePayment(bookingId));
  expect(status).toBe('CONFIRMED');
  expect(await saga.audit()).toEqual([]);
});
