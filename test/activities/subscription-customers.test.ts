import { createCustomers } from '../../src/stripe/customers';
import { useSaga, type Saga } from './saga';

let saga: Saga;
useSaga((started) => {
  saga = started;
});

it('a customer is looked for among those that its key can have made, and no others', async () => {
  const customers = createCustomers(saga.stripe);
  const now = new Date();
  const made = await customers.create('cus-early', {}, 'early:1');
  await saga.simulate('/clock', { advance_seconds: 26 * 3_600 });
  await customers.create('cus-late', {}, 'late:1');
  expect(await customers.findByCustomerId('cus-early', now)).toBe(made);
  expect(await customers.findByCustomerId('cus-late', now)).toBeUndefined();
});
