import { setTimeout as sleep } from 'node:timers/promises';
import type { StackDescription } from '../../stack/description';
import { connectDatabase, type Database } from '../evidence/database';
import { createApi, type Api } from './api';
import { createBank, type Bank } from './bank';
import { createControl } from './control';
import { createCustomer, type Customer } from './customer';
import { createOwner, type Owner } from './owner';
import { connectTemporal, type Temporal } from './temporal';
import { createWatch, type Until } from './watch';

/** What the stack is set up for. */
export interface Policy {
  readonly windowMs: number;
  /** How long an owner may take to confirm. Infinity where it is not known. */
  readonly confirmMs: number;
  /** Infinity where it is not known. */
  readonly attempts: number;
}

/** Everything that those who drive a booking can do and see. */
export interface Stage {
  readonly api: Api;
  readonly customer: Customer;
  readonly bank: Bank;
  readonly owner: Owner;
  readonly temporal: Temporal;
  readonly until: Until;
  readonly pause: (ms: number) => Promise<unknown>;
  readonly policy: Policy;
}

export type OpenStage = Stage & { readonly database: Database; close(): Promise<void> };

export async function openStage(stack: StackDescription, policy: Policy): Promise<OpenStage> {
  const { control } = stack.stripe;
  if (control === undefined || stack.bookingOwner.from !== undefined)
    throw new Error("the demo needs the stack's own Stripe simulator and booking owner");
  const order = createControl(control);
  const database = await connectDatabase(stack.postgres.url);
  const temporal = await connectTemporal(stack.temporal);
  return {
    api: createApi(stack.api.url),
    customer: createCustomer(stack.stripe, order),
    bank: createBank(order),
    owner: createOwner(stack.bookingOwner.url),
    temporal,
    database,
    until: createWatch(database),
    pause: (ms) => sleep(ms),
    policy,
    async close() {
      await temporal.close();
      await database.close();
    },
  };
}
