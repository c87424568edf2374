import { must } from '../http/parameters';
import { noSuch, refused, StripeError } from '../http/stripe-error';
import { newCard, newSepaDebit, type PaymentMethod } from '../objects/payment-method';
import { newId } from '../state/ids';
import type { World } from '../state/world';
import { cardErrorOf } from './card-error';
import { behaviourOfNumber, cardFacts, checkExpiry } from './test-cards';
import { testCardNamed, testDebitNamed } from './test-cards';

export type CardInput = {
  number?: string | undefined;
  exp_month?: number | undefined;
  exp_year?: number | undefined;
  token?: string | undefined;
};

/** `pm_card_visa` and its like stand for a new PaymentMethod each time they are used. */
export function paymentMethod(world: World, id: string): PaymentMethod {
  const named = testCardNamed(id);
  if (named) {
    const birth = { ...newBirth(world), behaviour: named.behaviour };
    return world.store.save(
      newCard(birth, cardFacts(named.number, { exp_month: 12, exp_year: 2034 }, world.secretKey)),
    );
  }
  const debit = testDebitNamed(id);
  if (debit) {
    const birth = { ...newBirth(world), behaviour: debit.behaviour };
    const bank = { country: 'DE', fingerprint: debit.name, last4: debit.last4 };
    return world.store.save(newSepaDebit(birth, bank));
  }
  const found = world.store.find('payment_method', id);
  if (!found) throw noSuch('PaymentMethod', id, 'payment_method');
  return found;
}

export function createCard(world: World, input: CardInput): PaymentMethod {
  if (input.token) return paymentMethod(world, input.token.replace(/^tok_/, 'pm_card_'));
  const number = must(input.number, 'card[number]').replaceAll(' ', '');
  const month = must(input.exp_month, 'card[exp_month]');
  const given = must(input.exp_year, 'card[exp_year]');
  const year = given < 100 ? 2000 + given : given;
  const behaviour = behaviourOfNumber(number);
  checkExpiry(month, year, world.clock.now());
  const birth = { ...newBirth(world), behaviour };
  return world.store.save(
    newCard(birth, cardFacts(number, { exp_month: month, exp_year: year }, world.secretKey)),
  );
}

interface Given {
  payment_method?: string | undefined;
  payment_method_data?: { card?: CardInput | undefined } | undefined;
}

/** The one that a request names, or the one that it brings along. */
export function methodGiven(world: World, given: Given): PaymentMethod | undefined {
  if (given.payment_method) return paymentMethod(world, given.payment_method);
  const data = given.payment_method_data;
  return data && createCard(world, data.card ?? {});
}

const newBirth = (world: World) => ({ id: newId('pm'), created: world.clock.now() });

export function attach(world: World, method: PaymentMethod, customer: string): PaymentMethod {
  if (!world.store.find('customer', customer)) throw noSuch('customer', customer, 'customer');
  if (method.customer === customer) return method;
  assertUsable(method, customer);
  assertSavable(method);
  return keepFor(world, method, { customer });
}

/** The customer's own from now on. `setUp`: its bank will not ask again off session. */
export function keepFor(
  world: World,
  method: PaymentMethod,
  { customer, setUp = false }: { customer: string | null; setUp?: boolean },
): PaymentMethod {
  const sim = { ...method.sim, setUp: (method.sim.setUp ?? false) || setUp };
  const kept = world.store.save({ ...method, customer: customer ?? method.customer, sim });
  if (kept.customer !== method.customer) world.events.emit('payment_method.attached', kept);
  return kept;
}

/** Banks check a card when it is saved; what they would not charge they mostly do not save. */
export function assertSavable(method: PaymentMethod): void {
  const { decline, savable } = method.sim.behaviour;
  if (decline && !savable) throw new StripeError(402, { ...cardErrorOf(decline) });
}

export function detach(world: World, method: PaymentMethod): PaymentMethod {
  if (!method.customer)
    throw refused(
      'The payment method you provided is not attached to a customer so detachment is impossible.',
    );
  const sim = { ...method.sim, used: true };
  const detached = world.store.save({ ...method, customer: null, sim });
  world.events.emit('payment_method.detached', detached, method);
  return detached;
}

/** A PaymentMethod without a customer pays once. */
export function assertUsable(method: PaymentMethod, customer: string | null): void {
  if (method.customer !== null && method.customer !== customer)
    throw refused(
      customer === null
        ? `The PaymentMethod ${method.id} belongs to the Customer ${method.customer}. Please include the Customer in the \`customer\` parameter on the PaymentIntent.`
        : `The customer ${customer} does not have a payment method with the ID ${method.id}. The payment method must be attached to the customer.`,
      { param: 'payment_method' },
    );
  if (method.customer === null && method.sim.used)
    throw refused(
      'The provided PaymentMethod was previously used with a PaymentIntent without Customer attachment, shared with a connected account without Customer attachment, or was detached from a Customer. It may not be used again. To use a PaymentMethod multiple times, you must attach it to a Customer first.',
      { param: 'payment_method' },
    );
}
