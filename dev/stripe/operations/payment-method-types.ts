import { refused } from '../http/stripe-error';
import type { PaymentIntent } from '../objects/payment-intent';

export type Offer = {
  allowed_payment_method_types?: string[] | undefined;
  excluded_payment_method_types?: string[] | null | undefined;
  payment_method_types?: string[] | undefined;
  automatic_payment_methods?:
    { allow_redirects?: 'always' | 'never' | undefined; enabled?: boolean | undefined } | undefined;
};

type Offered = Pick<
  PaymentIntent,
  | 'allowed_payment_method_types'
  | 'automatic_payment_methods'
  | 'excluded_payment_method_types'
  | 'payment_method_types'
>;

/** What an account's Dashboard has switched on here. */
const switchedOn = ['card', 'link', 'sepa_debit'];

/** Without a list of its own, Stripe offers what the Dashboard has switched on. */
export function offeredTypes(given: Offer): Offered {
  const automatic = given.automatic_payment_methods;
  const excluded = given.excluded_payment_method_types ?? null;
  const fixed = given.payment_method_types;
  if (fixed && automatic?.enabled)
    throw refused(
      'You may only specify one of these parameters: automatic_payment_methods, payment_method_types.',
    );
  const allowed = given.allowed_payment_method_types ?? null;
  const off = fixed !== undefined || automatic?.enabled === false;
  const wanted = fixed ?? allowed ?? (off ? ['card'] : switchedOn);
  return {
    allowed_payment_method_types: allowed,
    automatic_payment_methods: off
      ? null
      : { allow_redirects: automatic?.allow_redirects ?? 'always', enabled: true },
    excluded_payment_method_types: excluded,
    payment_method_types: wanted.filter((type) => !excluded?.includes(type)),
  };
}

/** An update or confirmation that names types changes them; another leaves them as they are. */
export function changedTypes(intent: PaymentIntent, given: Offer): Partial<Offered> {
  const allowed = given.allowed_payment_method_types ?? given.payment_method_types;
  if (!allowed && given.excluded_payment_method_types === undefined) return {};
  return offeredTypes({
    ...given,
    ...(!allowed && {
      allowed_payment_method_types: intent.allowed_payment_method_types ?? undefined,
    }),
    automatic_payment_methods: intent.automatic_payment_methods ?? { enabled: false },
  });
}

const stays = ['card', 'link', 'sepa_debit', 'us_bank_account'];

/** True when customers may have to leave the page for their bank's. */
export function mayRedirect(
  intent: Pick<PaymentIntent, 'allowed_payment_method_types' | 'automatic_payment_methods'>,
): boolean {
  if (intent.automatic_payment_methods?.allow_redirects !== 'always') return false;
  const allowed = intent.allowed_payment_method_types;
  return allowed === null || allowed.some((type) => !stays.includes(type));
}
