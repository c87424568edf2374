import { asOfNow } from '../../operations/balance';
import { expand, paging } from '../shared-parameters';
import { page } from '../paging';
import { text } from '../parameters';
import { route } from '../route';
import { noSuch } from '../stripe-error';

const URL = '/v1/balance_transactions';

/** Nothing is ever paid out, so `payout` selects nothing and is not applied. */
const filters = { ...paging, type: text, source: text, currency: text, payout: text };

export const balanceRoutes = [
  route('GET', URL, filters, ({ world }, given) => {
    const booked = world.store
      .all('balance_transaction')
      .filter((each) => !given.type || each.type === given.type)
      .filter((each) => !given.source || each.source === given.source)
      .filter((each) => !given.currency || each.currency === given.currency.toLowerCase());
    const listed = page(URL, booked, given);
    return { ...listed, data: listed.data.map((each) => asOfNow(world, each)) };
  }),
  route('GET', `${URL}/:id`, { expand }, ({ world, id }) => {
    const booked = world.store.find('balance_transaction', id);
    if (!booked) throw noSuch('balance transaction', id);
    return asOfNow(world, booked);
  }),
];
