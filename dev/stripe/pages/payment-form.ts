import { testCards } from '../objects/test-payment-methods';
import { formatMoney } from '../operations/currencies';
import { html, type Html } from './html';
import { addressOf, type Visitor } from './visitor';

/** `expiry` is shown again after a decline; card number and security code never are. */
export type Problem = { message: string; expiry?: string | undefined };

export function paymentForm(visitor: Visitor, problem: Problem | undefined): Html {
  const { intent } = visitor;
  const amount = formatMoney(intent.amount, intent.currency);
  return html`<main>
    <h1>Pay by card</h1>
    <p class="amount">${amount}</p>
    ${problem && html`<p class="alert" role="alert" id="problem">${problem.message}</p>`}
    <form method="post" action="${addressOf(visitor)}">
      <label for="number">Card number</label>
      <input
        id="number"
        name="number"
        inputmode="numeric"
        autocomplete="cc-number"
        placeholder="4242 4242 4242 4242"
        pattern="[0-9 ]{13,23}"
        title="13 to 19 digits"
        required
        autofocus
      />
      <div class="pair">
        <div>
          <label for="expiry">Expiry</label>
          <input
            id="expiry"
            name="expiry"
            inputmode="numeric"
            autocomplete="cc-exp"
            placeholder="12 / 34"
            pattern="\\s*[0-9]{1,2}\\s*/\\s*[0-9]{2,4}\\s*"
            title="Month and year, such as 12 / 34"
            value="${problem?.expiry}"
            required
          />
        </div>
        <div>
          <label for="cvc">CVC</label>
          <input
            id="cvc"
            name="cvc"
            inputmode="numeric"
            autocomplete="cc-csc"
            placeholder="123"
            pattern="[0-9]{3,4}"
            title="3 or 4 digits"
            required
          />
        </div>
      </div>
      <button type="submit">Pay ${amount}</button>
    </form>
    ${hints()}
  </main>`;
}

/** The four of the requirements first, the rest behind them. */
function hints(): Html {
  const rows = testCards.map(
    ({ number, hint }) =>
      html`<tr>
        <td class="card"><code>${grouped(number)}</code></td>
        <td>${hint}</td>
      </tr>`,
  );
  return html`<h2>Test cards</h2>
    <p class="muted">Any expiry in the future and any CVC.</p>
    <table>
      ${rows.slice(0, 4)}
    </table>
    <details>
      <summary>More test cards</summary>
      <table>
        ${rows.slice(4)}
      </table>
    </details>`;
}

const grouped = (number: string) => number.replace(/(.{4})(?=.)/g, '$1 ');
