import { effectOf } from '../db/effects';
import {
  keepStripeCustomer,
  replaceStripeCustomer,
  stripeCustomerOf,
} from '../db/stripe-customers';
import type { Person } from '../stripe/customers';
import { stripeFault } from '../stripe/errors';
import type { CommandDependencies } from './dependencies';
import type { PaymentOrder } from './payment-order';
import { reject } from './rejection';

type Wanted = PaymentOrder['person'];

/**
 * Stripe's customer for one of ours: the one that the request names, the one that we know, or a
 * new one. Names and addresses go to Stripe and nowhere else.
 */
export function createStripeCustomers({
  db,
  once,
  customers,
}: Pick<CommandDependencies, 'db' | 'once' | 'customers'>) {
  /** A new one only where there is something to tell Stripe of the person; else it needs none. */
  async function ofPayment(customerId: string, person: Wanted): Promise<string | undefined> {
    const isToldOf = person.email !== undefined || person.name !== undefined;
    if (person.stripeCustomerId !== undefined || isToldOf) return ofAny(customerId, person);
    const known = await stripeCustomerOf(db, customerId);
    return known !== undefined && (await customers.exists(known)) ? known : undefined;
  }

  /** A subscription is always a customer's. */
  async function ofAny(
    customerId: string,
    { stripeCustomerId: named, ...person }: Wanted,
  ): Promise<string> {
    if (named !== undefined) return mustExist(named);
    const known = await stripeCustomerOf(db, customerId);
    if (known === undefined)
      return keepStripeCustomer(
        db,
        customerId,
        await make(`customer:${customerId}`, customerId, person),
      );
    if (await customers.exists(known)) return known;
    // Somebody has deleted it at Stripe, which never takes it up again: its successor is another effect.
    const made = await make(`customer:${customerId}:after:${known}`, customerId, person);
    return replaceStripeCustomer(db, { customerId, gone: known, stripeCustomerId: made });
  }

  async function mustExist(named: string): Promise<string> {
    if (await customers.exists(named)) return named;
    return reject(
      'customer_not_found',
      'customerInfo.stripeCustomerId: Stripe has no such customer. Leave it out, or name another',
    );
  }

  async function make(
    effect: string,
    customerId: string,
    { email, name }: Person,
  ): Promise<string> {
    const sentAt = (await effectOf(db, effect))?.sentAt ?? new Date();
    try {
      return await once(
        effect,
        (key) => customers.create(customerId, { email, name }, key),
        () => customers.findByCustomerId(customerId, sentAt),
      );
    } catch (error) {
      if (stripeFault(error)?.kind !== 'refused') throw error;
      // Stripe's own words quote what was sent.
      return reject(
        'customer_refused',
        'customerInfo: Stripe does not accept it. Check email and name',
      );
    }
  }

  return { ofPayment, ofAny };
}
