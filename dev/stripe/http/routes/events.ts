import type { StripeEvent } from '../../objects/event';
import { DAY } from '../../state/clock';
import type { World } from '../../state/world';
import { paging } from '../shared-parameters';
import { page } from '../paging';
import { boolean, listOf, text } from '../parameters';
import { route } from '../route';
import { badParameter, noSuch } from '../stripe-error';

const URL = '/v1/events';
const KEPT_SECONDS = 30 * DAY;

const filters = { ...paging, type: text, types: listOf(text, 20), delivery_success: boolean };

export const eventRoutes = [
  route('GET', URL, filters, ({ world }, given) => {
    if (given.type && given.types)
      throw badParameter('You may only specify one of these parameters: type, types.', {
        param: 'type',
      });
    const types = given.types ?? (given.type ? [given.type] : undefined);
    const delivered = given.delivery_success;
    const oldest = world.clock.now() - KEPT_SECONDS;
    const events = world.events
      .all()
      .filter((event) => event.created >= oldest)
      .filter((event) => !types || types.some((type) => matches(type, event.type)))
      .filter((event) => delivered === undefined || delivered === isDelivered(world, event));
    const listed = page(URL, events, given);
    return { ...listed, data: listed.data.map(world.events.current) };
  }),
  route('GET', `${URL}/:id`, { expand: listOf(text) }, ({ world, id }) => {
    const event = world.events.find(id);
    if (!event || event.created < world.clock.now() - KEPT_SECONDS) throw noSuch('event', id);
    return event;
  }),
];

const isDelivered = (world: World, event: StripeEvent) =>
  world.events.current(event).pending_webhooks === 0;

/** `charge.*` is allowed, as in Stripe's `type` parameter. */
const matches = (wanted: string, type: string) =>
  wanted.endsWith('*') ? type.startsWith(wanted.slice(0, -1)) : wanted === type;
