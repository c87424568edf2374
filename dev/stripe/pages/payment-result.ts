import { formatMoney } from '../operations/currencies';
import { html, type Html } from './html';
import { backToMerchant } from './return-address';
import type { Visitor } from './visitor';

/** Nothing more to do here: what has become of the payment, and the way back. */
export function paymentResult({ intent, returnTo }: Visitor): Html {
  const amount = formatMoney(intent.amount, intent.currency);
  const [title, text] = wording[intent.status] ?? wording['processing'] ?? [];
  return html`<main>
    <h1>${title}</h1>
    <p class="amount">${amount}</p>
    <p role="status">${text}</p>
    ${returnTo && html`<a class="button" href="${backToMerchant(returnTo, intent)}">Continue</a>`}
  </main>`;
}

const wording: Record<string, [string, string]> = {
  succeeded: ['Payment received', 'Thank you. You can close this page.'],
  requires_capture: ['Payment authorised', 'The amount is reserved on your card.'],
  canceled: ['Payment cancelled', 'This payment can no longer be made, and nothing was taken.'],
  processing: ['Payment in progress', 'Your bank has not answered yet.'],
};

export function authenticationForm({ intent }: Visitor, action: string): Html {
  return html`<main>
    <h1>Confirm it is you</h1>
    <p class="amount">${formatMoney(intent.amount, intent.currency)}</p>
    <p>This stands for your bank's 3D Secure page. Choose how the check ends.</p>
    <form method="post" action="${action}">
      <button type="submit" name="outcome" value="succeed">Complete authentication</button>
      <button type="submit" name="outcome" value="fail" class="quiet">Fail authentication</button>
    </form>
  </main>`;
}
