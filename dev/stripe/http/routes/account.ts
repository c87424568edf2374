import type { BalanceTransaction } from '../../objects/money';
import { asOfNow } from '../../operations/balance';
import type { World } from '../../state/world';
import { page } from '../paging';
import { expand, paging } from '../shared-parameters';
import { route } from '../route';

/** What a check at start asks: is the key good, where do webhooks go, and in which version. */
export const accountRoutes = [
  route('GET', '/v1/balance', { expand }, ({ world }) => {
    const booked = world.store.all('balance_transaction').map((each) => asOfNow(world, each));
    return {
      object: 'balance',
      available: totals(booked.filter(({ status }) => status === 'available')),
      livemode: false,
      pending: totals(booked.filter(({ status }) => status === 'pending')),
    };
  }),
  route('GET', '/v1/webhook_endpoints', paging, ({ world }, given) =>
    page('/v1/webhook_endpoints', endpoints(world), given),
  ),
];

function totals(booked: BalanceTransaction[]) {
  const sums = new Map<string, number>();
  for (const { currency, net } of booked) sums.set(currency, (sums.get(currency) ?? 0) + net);
  return [...sums].map(([currency, amount]) => ({
    amount,
    currency,
    source_types: { card: amount },
  }));
}

/** The signing secrets are shown only when an endpoint is made, so never here. */
function endpoints({ events }: World) {
  return events.endpoints().map(({ id, url }) => ({
    id,
    object: 'webhook_endpoint',
    api_version: events.apiVersion,
    application: null,
    created: 0,
    description: null,
    enabled_events: ['*'],
    livemode: false,
    metadata: {},
    status: 'enabled',
    url,
  }));
}
