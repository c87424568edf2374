import { paymentIdOf } from '../../src/domain/ids';
import { bookingRequest } from '../activities/saga';
import { startProduct, type Product } from './product';
import { signedPost, stripeEvent } from './stripe-events';

let product: Product;
let kafkaIsBack = () => {};
beforeAll(async () => {
  const away = new Promise<void>((resolve) => (kafkaIsBack = resolve));
  product = await startProduct({}, { offer: () => away });
});
afterAll(() => product.stop());

it('C7: no request waits for Kafka, and every event is kept until it is there', async () => {
  const order = bookingRequest();
  const { bookingId } = order;
  const created = await product.post('/api/v1/payments', order);
  expect(created.status).toBe(201);
  const intentId = String(created.body['stripePaymentIntentId']);
  const intent = await product.saga.stripe.paymentIntents.confirm(intentId, {
    payment_method: 'pm_card_visa',
  });
  const told = await signedPost(product.send, stripeEvent('payment_intent.succeeded', intent));
  expect(told.status).toBe(200);
  expect((await product.get(`/api/v1/payments/${paymentIdOf(bookingId)}`)).status).toBe(200);
  const kept = async () => product.db.eventRecord.findMany({ where: { bookingId } });
  expect((await kept()).length).toBeGreaterThan(0);

  kafkaIsBack();
  await product.temporal.idle();
  const transitions = await product.db.transition.findMany({ where: { aggregateid: bookingId } });
  expect(transitions.map(({ type }) => type)).toContain('booking.confirmed');
  const records = await kept();
  for (const { id } of transitions)
    expect(records.some(({ transitionId }) => transitionId === id)).toBe(true);
});
