import express, { Router, type NextFunction, type Request, type Response } from 'express';
import type { Keys } from '../http/authentication';
import { StripeError } from '../http/stripe-error';
import type { World } from '../state/world';
import { authenticationPages } from './authentication-page';
import { html } from './html';
import { indexPage } from './index-page';
import { sendPage } from './layout';
import { invoicePages } from './invoice-page';
import { paymentPages } from './payment-page';
import { receiptPages } from './receipt-page';
import { setupPages } from './setup-page';
import { style } from './style';

export type PageParts = { world: World; keys: Keys; apiUrl: () => string };

/** What a person sees: the card form that stands for Stripe Elements, 3D Secure, an overview. */
export function pages(parts: PageParts): Router {
  const router = Router();
  router.use(express.urlencoded({ extended: false, limit: '10kb' }));
  router.get('/pay.css', (_req, res) => void res.type('css').send(style));
  router.get('/', (_req, res) =>
    sendPage(res, { title: 'Stripe simulator', body: indexPage(parts.world) }),
  );
  router.use(paymentPages(parts));
  router.use(authenticationPages(parts));
  router.use(setupPages(parts));
  router.use(invoicePages(parts));
  router.use(receiptPages(parts));
  router.use((_req, res) => notFound(res, 'There is no such page.'));
  router.use(explain);
  return router;
}

function explain(error: unknown, _req: Request, res: Response, next: NextFunction): void {
  if (!(error instanceof StripeError)) return next(error);
  notFound(
    res,
    'This payment link is not complete or not valid. Please use the link you were given.',
  );
}

function notFound(res: Response, text: string): void {
  const body = html`<main>
    <h1>Not found</h1>
    <p>${text}</p>
  </main>`;
  sendPage(res, { title: 'Not found', status: 404, body });
}
