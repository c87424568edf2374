import { z } from 'zod';

/** How the owner treats one booking, or with `*` all that have none of their own. */
export const behaviourSchema = z.strictObject({
  refuseHold: z.boolean().optional(),
  refuseConfirm: z.boolean().optional(),
  /** 503 to everything. */
  down: z.boolean().optional(),
  /** 404 to everything, as from a wrong address. */
  notFound: z.boolean().optional(),
  /** Acts at once, answers late: the caller may have given up. */
  slowMs: z.number().int().min(0).max(600_000).optional(),
  /** Acts late, as if the request had been long on its way. */
  lateMs: z.number().int().min(0).max(600_000).optional(),
  /** What a hold answers instead of the price that it was asked with. */
  price: z.strictObject({ amount: z.number().int(), currency: z.string() }).optional(),
  /** How many calls it lasts; for good, if not said. */
  times: z.number().int().min(0).optional(),
});

export type Behaviour = z.infer<typeof behaviourSchema>;

const ANY = '*';

interface Found {
  readonly how: Behaviour;
  /** Where the behaviour lasts only some calls: what is left of it after this one. */
  readonly left?: { readonly bookingId: string; readonly behaviour: Behaviour };
}

export function createBehaviours() {
  const behaviours = new Map<string, Behaviour>();
  return {
    set: (bookingId: string, behaviour: Behaviour) => void behaviours.set(bookingId, behaviour),
    all: () => Object.fromEntries(behaviours),

    find(bookingId: string): Found {
      const name = behaviours.has(bookingId) ? bookingId : ANY;
      const how = behaviours.get(name) ?? {};
      if (how.times === undefined) return { how };
      if (how.times === 0) return { how: {} };
      return { how, left: { bookingId: name, behaviour: { ...how, times: how.times - 1 } } };
    },
  };
}
