/** What a bank does with a test payment method. Nothing set: it pays. */
export type TestBehaviour = {
  decline?: Decline;
  /** Can be saved although each payment with it is declined. */
  savable?: boolean;
  /**
   * Customers who are present are always asked. Off session, `always` asks too, `until_set_up`
   * only while the card has not been saved for it, and `unless_off_session` never.
   */
  authentication?: 'always' | 'until_set_up' | 'unless_off_session';
  dispute?: 'fraudulent' | 'product_not_received' | 'inquiry';
  refund?: 'pending' | 'fails_later';
  risk?: 'elevated' | 'highest';
  /** The balance is available at once. */
  bypassPending?: boolean;
  /** A bank debit: processing first, then this; `never` stays in processing. */
  settles?: 'succeeded' | 'failed' | 'never';
};

export type Decline = {
  code: string;
  declineCode: string | null;
  message: string;
  /** Blocked by Radar: the bank is never asked. */
  blocked?: boolean;
};

const card = (declineCode: string, message: string): Decline => ({
  code: 'card_declined',
  declineCode,
  message,
});

/** Stripe's texts as customers see them; code and decline_code as docs.stripe.com/testing lists. */
export const declines = {
  generic: card('generic_decline', 'Your card was declined.'),
  insufficientFunds: card('insufficient_funds', 'Your card has insufficient funds.'),
  lost: card('lost_card', 'Your card was declined.'),
  stolen: card('stolen_card', 'Your card was declined.'),
  velocity: card(
    'card_velocity_exceeded',
    'Your card was declined for making repeated attempts too frequently or exceeding its amount limit.',
  ),
  fraudulent: { ...card('fraudulent', 'Your card was declined.'), blocked: true },
  live: card(
    'test_mode_live_card',
    'Your card was declined. Your request was in test mode, but used a non test card. For a list of valid test cards, visit: https://stripe.com/docs/testing.',
  ),
  expired: { code: 'expired_card', declineCode: 'expired_card', message: 'Your card has expired.' },
  cvc: {
    code: 'incorrect_cvc',
    declineCode: 'incorrect_cvc',
    message: "Your card's security code is incorrect.",
  },
  processing: {
    code: 'processing_error',
    declineCode: 'processing_error',
    message: 'An error occurred while processing your card. Try again in a little bit.',
  },
  authenticationRequired: {
    code: 'authentication_required',
    declineCode: 'authentication_required',
    message: 'Your card was declined. This transaction requires authentication.',
  },
} satisfies Record<string, Decline>;
