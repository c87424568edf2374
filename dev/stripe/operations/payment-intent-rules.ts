import type { PaymentIntent, PaymentIntentStatus } from '../objects/payment-intent';
import { unexpectedState } from '../http/stripe-error';

export type Action = 'update_amount' | 'confirm' | 'capture' | 'cancel';

const unpaid = ['requires_payment_method', 'requires_confirmation', 'requires_action'] as const;

/** Which states allow what; the table in section 1 of the Stripe reference. */
export const allowedIn: Record<Action, readonly PaymentIntentStatus[]> = {
  update_amount: unpaid,
  confirm: unpaid,
  capture: ['requires_capture'],
  cancel: [
    'requires_payment_method',
    'requires_capture',
    'requires_confirmation',
    'requires_action',
  ],
};

export function assertMay(action: Action, intent: PaymentIntent): void {
  if (!allowedIn[action].includes(intent.status))
    throw unexpectedState(intent, refusals[action](intent.status));
}

const refusals: Record<Action, (status: PaymentIntentStatus) => string> = {
  update_amount: (status) =>
    `This PaymentIntent's amount could not be updated because it has a status of ${status}. You may only update the amount of a PaymentIntent with one of the following statuses: ${unpaid.join(', ')}.`,
  confirm: (status) =>
    status === 'succeeded'
      ? 'You cannot confirm this PaymentIntent because it has already succeeded after being previously confirmed.'
      : `You cannot confirm this PaymentIntent because it has a status of ${status}. Only a PaymentIntent with one of the following statuses may be confirmed: requires_confirmation, requires_action, requires_payment_method.`,
  capture: (status) =>
    `This PaymentIntent could not be captured because it has a status of ${status}. Only a PaymentIntent with one of the following statuses may be captured: requires_capture.`,
  cancel: (status) =>
    `You cannot cancel this PaymentIntent because it has a status of ${status}. Only a PaymentIntent with one of the following statuses may be canceled: ${allowedIn.cancel.join(', ')}.`,
};
