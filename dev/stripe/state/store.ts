import { kinds, type Kept, type Kind, type Kinds } from '../objects';
import type { Ledger, LedgerLine } from './ledger';

/** Who asked for a change: an API request, a task of the clock, or a control. */
export type Cause = {
  by: string;
  request: string | null;
  idempotencyKey: string | null;
};

export type Store = ReturnType<typeof createStore>;

type Tables = { [K in Kind]: Map<string, Kinds[K]> };

/** The objects, each replaced whole by `save` and never changed in place. */
export function createStore(ledger: Ledger, cause: () => Cause) {
  const tables = Object.fromEntries(kinds.map((kind) => [kind, new Map()])) as Tables;
  const table = (kind: Kind) => tables[kind] as Map<string, Kept>;

  function save<T extends Kept>(object: T): T {
    const action = table(object.object).has(object.id) ? 'updated' : 'created';
    table(object.object).set(object.id, object);
    write(action, object);
    return object;
  }

  function remove(object: Kept): void {
    table(object.object).delete(object.id);
    write('deleted', object);
  }

  function write(action: string, snapshot: Kept): void {
    const { object, id } = snapshot;
    ledger.append('change', { object, id, action, cause: cause(), snapshot });
  }

  function restore(line: LedgerLine): void {
    const snapshot = line['snapshot'] as Kept;
    if (line['action'] === 'deleted') table(snapshot.object).delete(snapshot.id);
    else table(snapshot.object).set(snapshot.id, snapshot);
  }

  return {
    save,
    remove,
    restore,
    find: <K extends Kind>(kind: K, id: string): Kinds[K] | undefined => tables[kind].get(id),
    /** Newest first, as every list of Stripe's. */
    all: <K extends Kind>(kind: K): Kinds[K][] => [...tables[kind].values()].reverse(),
    clear: () => kinds.forEach((kind) => table(kind).clear()),
  };
}
