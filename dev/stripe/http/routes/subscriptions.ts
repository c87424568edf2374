import { isEnded, type Subscription } from '../../objects/subscription';
import { cancelSubscription, updateSubscription } from '../../operations/subscription-changes';
import { createSubscription } from '../../operations/subscriptions';
import { page } from '../paging';
import { route, type Call } from '../route';
import { expand } from '../shared-parameters';
import { noSuch } from '../stripe-error';
import * as parameters from '../subscription-parameters';

const URL = '/v1/subscriptions';

export const subscriptionRoutes = [
  route('POST', URL, parameters.createSpec, ({ world }, given) => createSubscription(world, given)),
  route('GET', URL, parameters.listSpec, ({ world }, given) => {
    const subscriptions = world.store
      .all('subscription')
      .filter((each) => !given.customer || each.customer === given.customer)
      .filter((each) => !given.price || bills(each, given.price))
      .filter((each) => isWanted(each, given.status));
    return page(URL, subscriptions, given);
  }),
  route('GET', `${URL}/:id`, { expand }, known),
  route('POST', `${URL}/:id`, parameters.updateSpec, (call, given) =>
    updateSubscription(call.world, known(call), given),
  ),
  route('DELETE', `${URL}/:id`, parameters.cancelSpec, (call, given) =>
    cancelSubscription(call.world, known(call), given),
  ),
];

const bills = ({ items }: Subscription, price: string) =>
  items.data.some((item) => item.price.id === price);

/** What has ended is only listed for who asks for it. */
function isWanted(subscription: Subscription, wanted: string | undefined): boolean {
  if (wanted === 'all') return true;
  if (wanted === 'ended') return isEnded(subscription);
  return wanted === undefined ? !isEnded(subscription) : subscription.status === wanted;
}

function known({ world, id }: Call): Subscription {
  const subscription = world.store.find('subscription', id);
  if (!subscription) throw noSuch('subscription', id);
  return subscription;
}
