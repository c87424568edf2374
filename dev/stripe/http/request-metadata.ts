import { kindOfId } from '../objects';
import type { World } from '../state/world';

/** Metadata that a fault can be aimed by: of the request, and of the objects that it names. */
export function metadataOf(
  world: World,
  id: string,
  params: Record<string, unknown>,
): Record<string, unknown>[] {
  const named = [id, params['payment_intent'], params['charge']].filter(
    (each): each is string => typeof each === 'string' && each !== '',
  );
  return [params['metadata'], ...named.map((each) => metadataOfObject(world, each))].filter(
    (each): each is Record<string, unknown> => typeof each === 'object' && each !== null,
  );
}

function metadataOfObject(world: World, id: string): unknown {
  const kind = kindOfId(id);
  const object = kind && world.store.find(kind, id);
  if (!object || !('metadata' in object)) return undefined;
  if (object.object === 'invoice')
    return { ...object.parent.subscription_details.metadata, ...object.metadata };
  if (!('payment_intent' in object)) return object.metadata;
  const intent = world.store.find('payment_intent', object.payment_intent);
  return { ...intent?.metadata, ...object.metadata };
}
