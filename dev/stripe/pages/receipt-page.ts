import { Router } from 'express';
import type { Charge } from '../objects/charge';
import { formatMoney } from '../operations/currencies';
import { html, type Html } from './html';
import { sendPage } from './layout';
import type { PageParts } from './router';

/** What `receipt_url` of a charge leads to. */
export function receiptPages({ world }: PageParts): Router {
  const router = Router();
  router.get('/receipts/:id', (req, res, next) => {
    const charge = world.store.find('charge', req.params.id);
    if (!charge?.receipt_url) return next();
    sendPage(res, { title: 'Receipt', body: receipt(charge) });
  });
  return router;
}

function receipt(charge: Charge): Html {
  const money = (amount: number) => formatMoney(amount, charge.currency);
  return html`<main>
    <h1>Receipt</h1>
    <p class="amount">${money(charge.amount)}</p>
    <p>
      ${charge.captured ? 'Paid' : 'Reserved'} on ${new Date(charge.created * 1000).toUTCString()}
    </p>
    ${charge.amount_refunded > 0 && html`<p>Refunded: ${money(charge.amount_refunded)}</p>`}
    <p class="muted"><code>${charge.id}</code></p>
  </main>`;
}
