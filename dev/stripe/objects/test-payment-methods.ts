import type { CardBrand } from './payment-method';
import { declines, type TestBehaviour } from './test-behaviour';

export type TestCard = {
  name: string;
  number: string;
  brand: CardBrand;
  hint: string;
  behaviour: TestBehaviour;
};

const visa = (name: string, number: string, hint: string, behaviour: TestBehaviour): TestCard => ({
  name: `pm_card_${name}`,
  number,
  brand: 'visa',
  hint,
  behaviour,
});

/** docs.stripe.com/testing; the first four are the cards of the requirements. */
export const testCards: TestCard[] = [
  visa('visa', '4242424242424242', 'pays', {}),
  visa('visa_chargeDeclined', '4000000000000002', 'declined', { decline: declines.generic }),
  visa('authenticationRequiredOnSetup', '4000002500003155', 'asks for authentication', {
    authentication: 'until_set_up',
  }),
  visa('visa_chargeDeclinedInsufficientFunds', '4000000000009995', 'insufficient funds', {
    decline: declines.insufficientFunds,
  }),
  { ...visa('mastercard', '5555555555554444', 'pays', {}), brand: 'mastercard' },
  { ...visa('amex', '378282246310005', 'pays', {}), brand: 'amex' },
  visa('bypassPending', '4000000000000077', 'pays, balance at once', { bypassPending: true }),
  visa('visa_chargeDeclinedLostCard', '4000000000009987', 'lost card', { decline: declines.lost }),
  visa('visa_chargeDeclinedStolenCard', '4000000000009979', 'stolen card', {
    decline: declines.stolen,
  }),
  visa('visa_chargeDeclinedVelocityLimitExceeded', '4000000000006975', 'too many attempts', {
    decline: declines.velocity,
  }),
  visa('chargeDeclinedExpiredCard', '4000000000000069', 'expired', { decline: declines.expired }),
  visa('chargeDeclinedIncorrectCvc', '4000000000000127', 'wrong CVC', { decline: declines.cvc }),
  visa('chargeDeclinedProcessingError', '4000000000000119', 'processing error', {
    decline: declines.processing,
  }),
  visa('chargeDeclinedFraudulent', '4100000000000019', 'blocked as fraud', {
    decline: declines.fraudulent,
    risk: 'highest',
  }),
  visa('chargeCustomerFail', '4000000000000341', 'can be saved, then declined', {
    decline: declines.generic,
    savable: true,
  }),
  visa('authenticationRequired', '4000002760003184', 'always asks for authentication', {
    authentication: 'always',
  }),
  visa('authenticationRequiredSetupForOffSession', '4000003800000446', 'asks when present', {
    authentication: 'unless_off_session',
  }),
  visa(
    'authenticationRequiredChargeDeclinedInsufficientFunds',
    '4000008260003178',
    'authentication, then insufficient funds',
    { authentication: 'always', decline: declines.insufficientFunds, savable: true },
  ),
  visa('threeDSecure2Required', '4000000000003220', '3D Secure 2', { authentication: 'always' }),
  visa('threeDSecureRequiredChargeDeclined', '4000008400001629', '3D Secure, then declined', {
    authentication: 'always',
    decline: declines.generic,
  }),
  visa('createDispute', '4000000000000259', 'pays, then disputed as fraud', {
    dispute: 'fraudulent',
  }),
  visa('createDisputeProductNotReceived', '4000000000002685', 'pays, then disputed', {
    dispute: 'product_not_received',
  }),
  visa('createDisputeInquiry', '4000000000001976', 'pays, then an inquiry', { dispute: 'inquiry' }),
  visa('pendingRefund', '4000000000007726', 'pays; a refund is pending first', {
    refund: 'pending',
  }),
  visa('refundFail', '4000000000005126', 'pays; a refund fails later', { refund: 'fails_later' }),
  visa('riskLevelElevated', '4000000000009235', 'pays, elevated risk', { risk: 'elevated' }),
  visa('riskLevelHighest', '4000000000004954', 'blocked, highest risk', {
    decline: declines.fraudulent,
    risk: 'highest',
  }),
];

/** Bank debits by IBAN's last four digits: the only way into `processing`. */
export const testDebits: { name: string; last4: string; behaviour: TestBehaviour }[] = [
  { name: 'pm_sepaDebit_success', last4: '3201', behaviour: { settles: 'succeeded' } },
  { name: 'pm_sepaDebit_failed', last4: '3202', behaviour: { settles: 'failed' } },
  { name: 'pm_sepaDebit_processing', last4: '3203', behaviour: { settles: 'never' } },
];
