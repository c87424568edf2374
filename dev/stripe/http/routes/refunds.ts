import { createRefund } from '../../operations/refunds';
import { changedMetadata, expand, metadata, paging } from '../shared-parameters';
import { page } from '../paging';
import { integer, oneOf, text } from '../parameters';
import { route, type Call } from '../route';
import { noSuch, refused } from '../stripe-error';
import { cancelRefund } from '../../operations/refund-settlement';

const URL = '/v1/refunds';

const createSpec = {
  amount: integer,
  charge: text,
  metadata,
  payment_intent: text,
  reason: oneOf('duplicate', 'fraudulent', 'requested_by_customer'),
  expand,
};

export const refundRoutes = [
  route('POST', URL, createSpec, ({ world }, given) =>
    createRefund(world, {
      amount: given.amount,
      charge: given.charge,
      metadata: changedMetadata({}, given.metadata),
      payment_intent: given.payment_intent,
      reason: given.reason ?? null,
    }),
  ),
  route('GET', URL, { ...paging, charge: text, payment_intent: text }, ({ world }, given) => {
    const refunds = world.store
      .all('refund')
      .filter((refund) => !given.charge || refund.charge === given.charge)
      .filter((refund) => !given.payment_intent || refund.payment_intent === given.payment_intent);
    return page(URL, refunds, given);
  }),
  route('GET', `${URL}/:id`, { expand }, known),
  route('POST', `${URL}/:id`, { metadata, expand }, (call, given) => {
    const before = known(call);
    const after = { ...before, metadata: changedMetadata(before.metadata, given.metadata) };
    call.world.events.emit('refund.updated', call.world.store.save(after), before);
    return after;
  }),
  route('POST', `${URL}/:id/cancel`, { expand }, (call) => {
    const refund = known(call);
    if (refund.status !== 'requires_action')
      throw refused(
        `You can't cancel refunds with a status of ${refund.status}. Only refunds with a status of requires_action can be canceled.`,
      );
    return cancelRefund(call.world, refund);
  }),
];

function known({ world, id }: Call) {
  const refund = world.store.find('refund', id);
  if (!refund) throw noSuch('refund', id, 'refund');
  return refund;
}
