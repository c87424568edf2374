import { Router, type Response } from 'express';
import { confirmAsCustomer } from './client-confirmation';
import { sendPage } from './layout';
import { paymentForm, type Problem } from './payment-form';
import { paymentResult } from './payment-result';
import { backToMerchant } from './return-address';
import type { PageParts } from './router';
import { addressOf, formTargets, visitor, type Visitor } from './visitor';

const payable = ['requires_payment_method', 'requires_confirmation', 'requires_action'];

export function paymentPages(parts: PageParts): Router {
  const router = Router();

  router.get('/pay/:id', (req, res) => {
    const visit = visitor(parts.world, req);
    const last = visit.intent.last_payment_error;
    show(res, visit, last ? { message: last.message } : undefined);
  });

  router.post('/pay/:id', async (req, res) => {
    const visit = visitor(parts.world, req);
    const { number = '', expiry = '', cvc = '' } = (req.body ?? {}) as Record<string, string>;
    const problem = await confirmAsCustomer(parts, visit, { number, expiry, cvc });
    const after = visitor(parts.world, req);
    if (problem !== undefined) return show(res, after, { message: problem, expiry });
    if (after.intent.status === 'requires_action')
      return res.redirect(303, `${addressOf(after, '/authenticate')}&from=page`);
    if (!after.returnTo) return show(res, after, undefined);
    res.redirect(303, backToMerchant(after.returnTo, after.intent));
  });

  return router;
}

function show(res: Response, visit: Visitor, problem: Problem | undefined): void {
  const open = payable.includes(visit.intent.status);
  sendPage(res, {
    title: open ? 'Pay by card' : 'Your payment',
    body: open ? paymentForm(visit, problem) : paymentResult(visit),
    formTargets: formTargets(visit),
  });
}
