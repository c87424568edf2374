import { periodOf, type Subscription } from '../objects/subscription';
import { html, type Html } from './html';

export function subscriptionList(subscriptions: Subscription[]): Html {
  return html`<h2>Subscriptions</h2>
    <div class="scroll">
      <table>
        <thead>
          <tr>
            <th>Subscription</th>
            <th>Plan</th>
            <th>Status</th>
            <th>Period ends</th>
            <th>Invoice</th>
          </tr>
        </thead>
        <tbody>
          ${subscriptions.map(row)}
        </tbody>
      </table>
    </div>`;
}

function row(subscription: Subscription): Html {
  const { id, items, status, latest_invoice: invoice } = subscription;
  return html`<tr>
    <td><code>${id}</code></td>
    <td>${items.data.map(({ price, quantity }) => `${quantity} × ${price.id}`).join(', ')}</td>
    <td>${status.replaceAll('_', ' ')}</td>
    <td>${new Date(periodOf(subscription).end * 1000).toISOString().slice(0, 16)}</td>
    <td>${invoice !== null && html`<a href="/invoices/${invoice}">the latest</a>`}</td>
  </tr>`;
}
