import { Router } from 'express';
import { StripeError } from '../http/stripe-error';
import type { Invoice } from '../objects/invoice';
import { formatMoney } from '../operations/currencies';
import { html, type Html } from './html';
import { sendPage } from './layout';
import type { PageParts } from './router';

/** Stripe's hosted invoice: whoever has the address may read it and pay. */
export function invoicePages({ world }: PageParts): Router {
  const router = Router();
  router.get('/invoices/:id', (req, res) => {
    const invoice = world.store.find('invoice', req.params.id);
    if (!invoice || invoice.status === 'draft')
      throw new StripeError(404, { type: 'invalid_request_error', message: 'No such invoice' });
    const intent = world.store.find('payment_intent', invoice.sim.intent ?? '');
    const pay =
      invoice.status === 'open' && intent
        ? `/pay/${intent.id}?client_secret=${intent.client_secret}`
        : undefined;
    sendPage(res, { title: `Invoice ${invoice.number ?? ''}`, body: invoicePage(invoice, pay) });
  });
  return router;
}

function invoicePage(invoice: Invoice, pay: string | undefined): Html {
  const { currency, status, amount_due, lines } = invoice;
  return html`<main>
    <h1>Invoice ${invoice.number ?? ''}</h1>
    <p class="amount">${formatMoney(amount_due, currency)}</p>
    <p role="status">${status === 'paid' ? 'Paid. Thank you.' : `This invoice is ${status}.`}</p>
    <ul>
      ${lines.data.map(
        (line) => html`<li>${line.description}: ${formatMoney(line.amount, currency)}</li>`,
      )}
    </ul>
    ${pay && html`<a class="button" href="${pay}">Pay</a>`}
  </main>`;
}
