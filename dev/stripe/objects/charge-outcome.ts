import type { PaymentMethod } from './payment-method';
import type { Decline, TestBehaviour } from './test-behaviour';

export type Outcome = {
  advice_code: 'do_not_try_again' | 'try_again_later' | null;
  network_advice_code: null;
  network_decline_code: string | null;
  network_status: string;
  reason: string | null;
  risk_level: 'normal' | 'elevated' | 'highest';
  risk_score: number;
  seller_message: string;
  type: string;
};

const scores = { normal: 12, elevated: 69, highest: 92 };

export function chargeOutcome(behaviour: TestBehaviour, decline: Decline | undefined): Outcome {
  const risk_level: Outcome['risk_level'] = behaviour.risk ?? 'normal';
  const risk = { risk_level, risk_score: scores[risk_level], network_advice_code: null } as const;
  if (!decline)
    return {
      ...risk,
      advice_code: null,
      network_decline_code: null,
      network_status: 'approved_by_network',
      reason: null,
      seller_message: 'Payment complete.',
      type: 'authorized',
    };
  return {
    ...risk,
    advice_code: decline.blocked ? 'do_not_try_again' : 'try_again_later',
    network_decline_code: decline.blocked ? null : '01',
    network_status: decline.blocked ? 'not_sent_to_network' : 'declined_by_network',
    reason: decline.blocked ? 'highest_risk_level' : decline.declineCode,
    seller_message: decline.blocked
      ? 'Stripe blocked this payment as too risky.'
      : 'The bank did not return any further details with this decline.',
    type: decline.blocked ? 'blocked' : 'issuer_declined',
  };
}

type CardDetails = { amount: number; authenticated: boolean; captureBefore: number | undefined };

/** `capture_before` is there only while there is something to capture. */
export function paymentMethodDetails(method: PaymentMethod, details: CardDetails) {
  const { card, bank } = method.sim;
  if (!card)
    return {
      type: method.type,
      sepa_debit: { ...bank, bank_code: null, branch_code: null, mandate: null },
    };
  return {
    type: 'card',
    card: {
      ...card,
      amount_authorized: details.amount,
      authorization_code: null,
      ...(details.captureBefore !== undefined && { capture_before: details.captureBefore }),
      checks: { address_line1_check: null, address_postal_code_check: null, cvc_check: 'pass' },
      electronic_commerce_indicator: details.authenticated ? '05' : null,
      extended_authorization: { status: 'disabled' },
      incremental_authorization: { status: 'unavailable' },
      installments: null,
      mandate: null,
      multicapture: { status: 'unavailable' },
      network: card.brand,
      network_token: { used: false },
      network_transaction_id: null,
      overcapture: { maximum_amount_capturable: details.amount, status: 'unavailable' },
      regulated_status: 'unregulated',
      three_d_secure: details.authenticated ? authenticated : null,
      wallet: null,
    },
  };
}

const authenticated = {
  authentication_flow: 'challenge',
  electronic_commerce_indicator: '05',
  exemption_indicator: null,
  result: 'authenticated',
  result_reason: null,
  transaction_id: null,
  version: '2.2.0',
};
