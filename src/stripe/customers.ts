import type { StripeClient } from './client';
import { stripeFault } from './errors';

/** Goes to Stripe and nowhere else: no row, no log, no history may hold it. */
export interface Person {
  email?: string | undefined;
  name?: string | undefined;
}

const CLOCK_SKEW_SECONDS = 600;
/** We use a key for 23 hours; whatever was made under it is no younger than this. */
const KEY_LIFE_SECONDS = 25 * 3_600;

export function createCustomers(stripe: StripeClient) {
  return {
    /** False when Stripe has none of this id, or has it no longer. */
    async exists(id: string): Promise<boolean> {
      try {
        return (await stripe.customers.retrieve(id)).deleted !== true;
      } catch (error) {
        if (stripeFault(error)?.kind === 'refused') return false;
        throw error;
      }
    },

    async create(
      customerId: string,
      { email, name }: Person,
      idempotencyKey: string,
    ): Promise<string> {
      const wanted = {
        ...(email !== undefined && { email }),
        ...(name !== undefined && { name }),
        metadata: { customerId },
      };
      return (await stripe.customers.create(wanted, { idempotencyKey })).id;
    },

    /** Listed, not searched: Stripe's search index lags behind. The oldest counts. */
    async findByCustomerId(customerId: string, sentAt: Date): Promise<string | undefined> {
      const sent = Math.floor(sentAt.getTime() / 1_000);
      const created = { gte: sent - CLOCK_SKEW_SECONDS, lte: sent + KEY_LIFE_SECONDS };
      let oldest: string | undefined;
      for await (const customer of stripe.customers.list({ created, limit: 100 }))
        if (customer.metadata['customerId'] === customerId) oldest = customer.id;
      return oldest;
    },
  };
}

export type Customers = ReturnType<typeof createCustomers>;
