/** Which PaymentIntent pays which invoice; neither of them names the other. */
export type InvoicePayment = {
  id: string;
  object: 'invoice_payment';
  amount_paid: number | null;
  amount_requested: number;
  created: number;
  currency: string;
  invoice: string;
  is_default: true;
  livemode: false;
  payment: { payment_intent: string; type: 'payment_intent' };
  status: 'open' | 'paid' | 'canceled';
  status_transitions: { canceled_at: number | null; paid_at: number | null };
};

type Birth = Pick<
  InvoicePayment,
  'id' | 'amount_requested' | 'created' | 'currency' | 'invoice'
> & { intent: string };

export function newInvoicePayment({ intent, ...birth }: Birth): InvoicePayment {
  return {
    ...birth,
    object: 'invoice_payment',
    amount_paid: null,
    is_default: true,
    livemode: false,
    payment: { payment_intent: intent, type: 'payment_intent' },
    status: 'open',
    status_transitions: { canceled_at: null, paid_at: null },
  };
}
