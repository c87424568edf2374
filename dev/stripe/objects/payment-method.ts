import type { TestBehaviour } from './test-behaviour';
import type { Metadata } from './money';

export type CardBrand = 'visa' | 'mastercard' | 'amex' | 'discover' | 'unknown';

export type CardFacts = {
  brand: CardBrand;
  country: string;
  exp_month: number;
  exp_year: number;
  fingerprint: string;
  funding: 'credit';
  last4: string;
};

export type BankFacts = { country: string; fingerprint: string; last4: string };

export type BillingDetails = {
  address: unknown;
  email: string | null;
  name: string | null;
  phone: string | null;
  tax_id: null;
};

export type PaymentMethod = {
  id: string;
  object: 'payment_method';
  allow_redisplay: 'unspecified';
  billing_details: BillingDetails;
  card?: Record<string, unknown>;
  sepa_debit?: Record<string, unknown>;
  created: number;
  customer: string | null;
  customer_account: null;
  livemode: false;
  metadata: Metadata;
  type: 'card' | 'sepa_debit';
  /** Never rendered: how this test method behaves, and whether it may still be used. */
  sim: {
    behaviour: TestBehaviour;
    used: boolean;
    setUp?: boolean;
    card?: CardFacts;
    bank?: BankFacts;
  };
};

export const noBilling: BillingDetails = {
  address: null,
  email: null,
  name: null,
  phone: null,
  tax_id: null,
};

const noAddress = {
  city: null,
  country: null,
  line1: null,
  line2: null,
  postal_code: null,
  state: null,
};

type Birth = { id: string; created: number; behaviour: TestBehaviour };

export function newCard(birth: Birth, card: CardFacts): PaymentMethod {
  return {
    ...born(birth, 'card'),
    card: {
      ...card,
      checks: {
        address_line1_check: null,
        address_postal_code_check: null,
        cvc_check: 'unchecked',
      },
      display_brand: card.brand,
      generated_from: null,
      networks: { available: [card.brand], preferred: null },
      regulated_status: 'unregulated',
      three_d_secure_usage: { supported: true },
      wallet: null,
    },
    sim: { behaviour: birth.behaviour, used: false, card },
  };
}

export function newSepaDebit(birth: Birth, bank: BankFacts): PaymentMethod {
  return {
    ...born(birth, 'sepa_debit'),
    sepa_debit: { ...bank, bank_code: '37040044', branch_code: '', generated_from: null },
    sim: { behaviour: birth.behaviour, used: false, bank },
  };
}

function born({ id, created, behaviour }: Birth, type: PaymentMethod['type']): PaymentMethod {
  return {
    id,
    object: 'payment_method',
    allow_redisplay: 'unspecified',
    billing_details: { ...noBilling, address: noAddress },
    created,
    customer: null,
    customer_account: null,
    livemode: false,
    metadata: {},
    type,
    sim: { behaviour, used: false },
  };
}
