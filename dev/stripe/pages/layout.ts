import type { Response } from 'express';
import { html, type Html } from './html';

type Page = {
  title: string;
  body: Html;
  status?: number;
  /** Origins that a form here may end at, after its redirects. */
  formTargets?: string[];
};

/** No scripts and nothing from elsewhere; a client secret in the address goes nowhere. */
export function sendPage(res: Response, { title, body, status = 200, formTargets = [] }: Page) {
  const policy = [
    "default-src 'none'",
    "style-src 'self'",
    `form-action ${["'self'", ...formTargets].join(' ')}`,
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ];
  res.set({
    'Content-Security-Policy': policy.join('; '),
    'Cache-Control': 'no-store',
    'Referrer-Policy': 'no-referrer',
    'X-Content-Type-Options': 'nosniff',
  });
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title}</title>
        <link rel="stylesheet" href="/pay.css" />
      </head>
      <body>
        <p class="ribbon">Simulated Stripe: test cards only, no real money moves</p>
        ${body}
      </body>
    </html>`;
  res.status(status).type('html').send(page.markup);
}
