import type { StripeEvent } from '../objects/event';
import { newId } from '../state/ids';
import type { World } from '../state/world';

export const webhookFaultKinds = [
  'drop',
  'duplicate',
  'delay',
  'reorder',
  'timestamp',
  'bad_signature',
] as const;

export type WebhookFaultOrder = {
  kind: (typeof webhookFaultKinds)[number];
  /** Event types; empty: all. `charge.*` is allowed. */
  types: string[];
  /** Only events about objects with this metadata. */
  metadata: Record<string, string>;
  times: number | null;
  copies: number;
  ms: number;
  seconds: number;
};

export type WebhookFault = WebhookFaultOrder & { id: string; struck: number };
export type WebhookFaults = ReturnType<typeof createWebhookFaults>;

export function createWebhookFaults(world: World) {
  let faults: WebhookFault[] = [];

  function add(order: WebhookFaultOrder): WebhookFault {
    const fault = { ...order, id: newId('whfault', 12), struck: 0 };
    faults.push(fault);
    world.ledger.append('fault', { action: 'added', fault });
    return fault;
  }

  /** Unlike those of requests, faults of one event add up: late and twice, for example. */
  function strike(event: StripeEvent): WebhookFault[] {
    const struck = faults.filter((fault) => matches(fault, event));
    for (const fault of struck) {
      fault.struck += 1;
      const { id, kind } = fault;
      world.ledger.append('fault', { action: 'struck', id, fault_kind: kind, event: event.id });
    }
    return struck;
  }

  return {
    add,
    strike,
    list: () => faults,
    clear(id?: string) {
      faults = id === undefined ? [] : faults.filter((fault) => fault.id !== id);
      world.ledger.append('fault', { action: 'cleared', id: id ?? 'all webhook faults' });
    },
  };
}

function matches(fault: WebhookFault, event: StripeEvent): boolean {
  if (fault.times !== null && fault.struck >= fault.times) return false;
  const metadata = metadataOf(event.data.object);
  if (Object.entries(fault.metadata).some(([key, value]) => metadata[key] !== value)) return false;
  if (fault.types.length === 0) return true;
  return fault.types.some((type) =>
    type.endsWith('*') ? event.type.startsWith(type.slice(0, -1)) : type === event.type,
  );
}

/** An invoice is aimed at by the metadata of its subscription as well. */
function metadataOf({ metadata, parent }: Record<string, unknown>): Record<string, unknown> {
  const { subscription_details: details } = (parent ?? {}) as {
    subscription_details?: { metadata?: object };
  };
  return { ...details?.metadata, ...(metadata as object | null | undefined) };
}
