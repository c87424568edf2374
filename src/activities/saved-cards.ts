import type { SubscriptionRefusal } from '../domain/subscription';
import { stripeFault, tellable } from '../stripe/errors';
import type { Dependencies } from './dependencies';

/** Whose card, and under which name its effects at Stripe go. */
interface Saving {
  /** The request's or the change's. */
  id: string;
  paymentMethodId: string;
  stripeCustomerId: string;
}

export type Saved = { saved: string; refused?: never } | { refused: SubscriptionRefusal };

/** A customer's card, kept at Stripe for what is charged without the customer. */
export function createSavedCardSteps({ once, cards }: Pick<Dependencies, 'once' | 'cards'>) {
  /** Attached, however often it is asked for. Answers the id to use from now on. */
  async function keepCard({ id, paymentMethodId, stripeCustomerId }: Saving): Promise<Saved> {
    const look = async () =>
      (await cards.isOf(paymentMethodId, stripeCustomerId)) ? paymentMethodId : undefined;
    try {
      const own = await look();
      if (own !== undefined) return { saved: own };
      const attach = (key: string) => cards.attach(paymentMethodId, stripeCustomerId, key);
      return { saved: await once(`payment-method:${id}`, attach, look) };
    } catch (error) {
      return {
        refused: refusalOf(error, 'paymentMethodId: Stripe cannot save it for this customer'),
      };
    }
  }

  /** What no subscription names a card for is charged to this one, too. */
  async function makeDefault({
    id,
    paymentMethodId,
    stripeCustomerId,
  }: Saving): Promise<SubscriptionRefusal | undefined> {
    try {
      await once(
        `default-payment-method:${id}`,
        async (key) => (await cards.makeDefault(paymentMethodId, stripeCustomerId, key), true),
        async () => ((await cards.isDefault(paymentMethodId, stripeCustomerId)) ? true : undefined),
      );
      return undefined;
    } catch (error) {
      return refusalOf(error, "paymentMethodId: Stripe cannot make it this customer's default");
    }
  }

  return { keepCard, makeDefault };
}

/** Stripe's final no; anything else is thrown and tried again. */
export function refusalOf(error: unknown, what: string): SubscriptionRefusal {
  const fault = stripeFault(error);
  if (fault?.kind !== 'refused') throw error;
  return { code: fault.code, message: tellable(fault, what) };
}
