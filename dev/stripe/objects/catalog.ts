import type { Metadata } from './money';

export type Interval = 'day' | 'week' | 'month' | 'year';

export type Recurring = {
  interval: Interval;
  interval_count: number;
  meter: null;
  usage_type: 'licensed';
};

export type Product = {
  id: string;
  object: 'product';
  active: boolean;
  created: number;
  default_price: string | null;
  description: string | null;
  images: string[];
  livemode: false;
  marketing_features: never[];
  metadata: Metadata;
  name: string;
  package_dimensions: null;
  shippable: null;
  statement_descriptor: string | null;
  tax_code: null;
  unit_label: string | null;
  updated: number;
  url: string | null;
};

export type Price = {
  id: string;
  object: 'price';
  active: boolean;
  billing_scheme: 'per_unit';
  created: number;
  currency: string;
  custom_unit_amount: null;
  livemode: false;
  lookup_key: string | null;
  metadata: Metadata;
  nickname: string | null;
  product: string;
  recurring: Recurring | null;
  tax_behavior: 'exclusive' | 'inclusive' | 'unspecified';
  tiers_mode: null;
  transform_quantity: null;
  type: 'one_time' | 'recurring';
  unit_amount: number;
  unit_amount_decimal: string;
};

export function newProduct(birth: Pick<Product, 'id' | 'created' | 'name'>): Product {
  return {
    ...birth,
    object: 'product',
    active: true,
    default_price: null,
    description: null,
    images: [],
    livemode: false,
    marketing_features: [],
    metadata: {},
    package_dimensions: null,
    shippable: null,
    statement_descriptor: null,
    tax_code: null,
    unit_label: null,
    updated: birth.created,
    url: null,
  };
}

type PriceBirth = Pick<
  Price,
  'id' | 'created' | 'currency' | 'product' | 'recurring' | 'unit_amount'
>;

export function newPrice(birth: PriceBirth): Price {
  return {
    ...birth,
    object: 'price',
    active: true,
    billing_scheme: 'per_unit',
    custom_unit_amount: null,
    livemode: false,
    lookup_key: null,
    metadata: {},
    nickname: null,
    tax_behavior: 'unspecified',
    tiers_mode: null,
    transform_quantity: null,
    type: birth.recurring ? 'recurring' : 'one_time',
    unit_amount_decimal: `${birth.unit_amount}`,
  };
}
