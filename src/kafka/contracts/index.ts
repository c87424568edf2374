import { enabledTopics } from '@booking-payment/events/schemas';
import type { BookingRequest } from '../../domain/booking';
import type { CanonicalEvent } from '../../domain/events';
import { canonical } from './canonical';
import { customer } from './customer';
import { createCustomerResults } from './customer-results';
import { createCustomerSubscriptions } from './customer-subscriptions';
import { dreamscape } from './dreamscape';
import type { BookingFacts, Draft, Family, FamilyOptions, OutRecord, Topic } from './family';
import { headersOf } from './headers';
import { orders } from './orders';
import { createOrdersWebhooks } from './orders-webhooks';

export type { BookingFacts, OutRecord, Topic } from './family';
export type { CardResult, SetupResult, WebhookProcessed } from './customer-results';

const FAMILIES: Readonly<Record<string, (options: FamilyOptions) => Family>> = {
  canonical,
  dreamscape,
  customer,
  orders,
};

export interface ContractOptions extends FamilyOptions {
  /** Enabled families; `canonical` is always on. */
  families: readonly string[];
  /** The families of a booking that names none. */
  defaultBindings: readonly string[];
  topicPrefix: string;
  /** Name in the catalogue → name on the wire, taken as it is, without the prefix. */
  topicMap: Readonly<Record<string, string>>;
}

export type Contracts = ReturnType<typeof createContracts>;

/** Pure: how events look on the wire. Throws at once where the options contradict themselves. */
export function createContracts(options: ContractOptions) {
  const families = enabled(options);
  const wire = (name: string) => options.topicMap[name] ?? `${options.topicPrefix}${name}`;
  const catalogue = enabledTopics(options);
  const topics: Topic[] = catalogue.map((topic) => ({ ...topic, name: wire(topic.name) }));
  refuseSharedNames(topics);

  const bindingsOf = (request: Pick<BookingRequest, 'bindings'>): readonly string[] =>
    request.bindings ?? options.defaultBindings;

  return {
    topics,
    /** The same with all that is said about them, by their names in the catalogue. */
    catalogue,
    bindingsOf,
    /** A topic of the catalogue by its name on the wire. */
    wire,

    /**
     * Records that are no booking's transitions, told through these builders alone. Undefined
     * where the family is not enabled: then there is no topic, and nobody to tell.
     */
    results: families.has('customer') ? createCustomerResults(wire) : undefined,
    subscriptions: families.has('customer') ? createCustomerSubscriptions(wire) : undefined,
    webhooks: families.has('orders') ? createOrdersWebhooks(wire, options) : undefined,

    /** The records of one event: the canonical one first, then those of the booking's families. */
    render(event: CanonicalEvent, booking: BookingFacts): OutRecord[] {
      const told = [...families].filter(([name]) => isTold(name, booking.bindings));
      return told.flatMap(([name, family]) =>
        family.render(event, booking).map((draft) => ({
          topic: wire(draft.topic),
          key: draft.key,
          value: JSON.stringify(draft.body),
          headers: { ...headersOf(event, schemaOf(name, draft)), ...draft.headers },
        })),
      );
    },

    /** Why one of the booking's families cannot carry it (422 `binding_cannot_carry`). */
    refusal(request: BookingRequest): string | undefined {
      for (const name of bindingsOf(request)) {
        const family = families.get(name);
        if (!family) return `The binding "${name}" is not enabled here.`;
        const reason = family.refusal?.(request);
        if (reason !== undefined) return reason;
      }
      return undefined;
    },
  };
}

function isTold(family: string, bindings: readonly string[]): boolean {
  return family === 'canonical' || bindings.includes(family);
}

function schemaOf(family: string, draft: Draft): string {
  return `${family}:${draft.schema ?? draft.topic}`;
}

function enabled(options: ContractOptions): Map<string, Family> {
  const names = new Set(['canonical', ...options.families]);
  return new Map(
    [...names].map((name) => {
      const family = Object.hasOwn(FAMILIES, name) ? FAMILIES[name] : undefined;
      if (!family)
        throw new Error(
          `No family is called "${name}"; known: ${Object.keys(FAMILIES).join(', ')}`,
        );
      return [name, family(options)];
    }),
  );
}

/** Two topics on one name would mix bodies and keys, and a transition has one record per topic. */
function refuseSharedNames(topics: readonly Topic[]): void {
  const names = topics.map((topic) => topic.name);
  const shared = names.find((name, index) => names.indexOf(name) !== index);
  if (shared !== undefined)
    throw new Error(`KAFKA_TOPIC_MAP and KAFKA_TOPIC_PREFIX give "${shared}" to two topics`);
}
