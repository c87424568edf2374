import { formatMoney } from '../operations/currencies';
import type { PaymentIntent } from '../objects/payment-intent';
import type { World } from '../state/world';
import { html, type Html } from './html';
import { subscriptionList } from './subscription-list';

const MOST_SHOWN = 100;

/** For a person who wonders what runs here. */
export function indexPage(world: World): Html {
  const intents = world.store.all('payment_intent');
  const subscriptions = world.store.all('subscription');
  return html`<main class="wide">
    <h1>Stripe simulator</h1>
    <p>
      It answers Stripe's API at <code>/v1</code> for local development and tests, keeps a ledger of
      everything, and can be told to fail. <a href="/_control">All controls</a> ·
      <a href="/_control/state">State and money</a> · <a href="/_control/webhooks">Webhooks</a> ·
      <a href="/_control/faults">Faults</a>
    </p>
    <p class="muted">Its clock reads ${new Date(world.clock.now() * 1000).toISOString()}.</p>
    <h2>Payments</h2>
    ${intents.length === 0 ? html`<p>None yet. Create a booking, and it appears here.</p>` : list(intents)}
    ${intents.length > MOST_SHOWN && html`<p class="muted">The newest ${MOST_SHOWN} are shown.</p>`}
    ${subscriptions.length > 0 && subscriptionList(subscriptions.slice(0, MOST_SHOWN))}
  </main>`;
}

function list(intents: PaymentIntent[]): Html {
  return html`<div class="scroll">
    <table>
      <thead>
        <tr>
          <th>PaymentIntent</th>
          <th>Amount</th>
          <th>Status</th>
          <th>Metadata</th>
        </tr>
      </thead>
      <tbody>
        ${intents.slice(0, MOST_SHOWN).map(row)}
      </tbody>
    </table>
  </div>`;
}

function row(intent: PaymentIntent): Html {
  const metadata = Object.entries(intent.metadata).map(([key, value]) => `${key}: ${value}`);
  return html`<tr>
    <td>
      <a href="/pay/${intent.id}?client_secret=${intent.client_secret}"
        ><code>${intent.id}</code></a
      >
    </td>
    <td>${formatMoney(intent.amount, intent.currency)}</td>
    <td>${intent.status.replaceAll('_', ' ')}</td>
    <td>${metadata.join(', ')}</td>
  </tr>`;
}
