import type Stripe from 'stripe';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from '../eventually';
import { started } from '../started';
import { webhookReceiver } from '../webhook-receiver';
import { DAY, latestInvoice, paymentIntentOf, periodOf, subscribed } from './subscriber';

describe('Billing', () => {
  let folder: string;
  let ledger: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'stripe-billing-'));
    ledger = join(folder, 'ledger.jsonl');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('goes on after a restart: renewals, retries and the way to pay', async () => {
    const first = await started({ ledger });
    const good = await subscribed(first);
    const asked = await subscribed(first, {}, 'pm_card_authenticationRequired');
    const bad = await subscribed(first, {}, 'pm_card_chargeCustomerFail');
    const { id: invoice } = await latestInvoice(first.stripe, asked.id);
    const intent = await paymentIntentOf(first.stripe, invoice);
    await first.close();

    const second = await started({ ledger });
    const again = await paymentIntentOf(second.stripe, invoice);
    expect(again).toEqual(intent);
    await second.stripe.invoices.retrieve(invoice, { expand: ['confirmation_secret'] });
    await second.control('POST', `/payment_intents/${intent.id}/authenticate`, {
      outcome: 'succeed',
    });
    await second.advance(32 * DAY);
    const status = async (id: string) => (await second.stripe.subscriptions.retrieve(id)).status;
    expect(await status(good.id)).toBe('active');
    expect(await status(bad.id)).toBe('incomplete_expired');
    const { data } = await second.stripe.invoices.list({ subscription: good.id });
    expect(data).toHaveLength(2);
    await second.close();
  });

  it('keeps client secrets out of the ledger, in addresses and invoices too', async () => {
    const sim = await started({ ledger });
    const { id } = await subscribed(sim, {}, 'pm_card_authenticationRequired');
    await sim.stripe.subscriptions.update(
      id,
      { metadata: { a: '1' }, expand: ['latest_invoice.confirmation_secret'] },
      { idempotencyKey: 'shows a secret' },
    );
    const asks = (more: object) =>
      sim.stripe.setupIntents.create({
        payment_method: 'pm_card_authenticationRequired',
        confirm: true,
        return_url: 'https://shop.example/done',
        ...more,
      });
    const { client_secret } = await asks({});
    await sim.close();
    const text = readFileSync(ledger, 'utf8');
    expect(text).not.toContain('_secret_');
    expect(text).not.toContain(client_secret);
  });

  it('shows a saved answer with its client secret after a restart', async () => {
    const first = await started({ ledger });
    const { id } = await subscribed(first, { payment_behavior: 'default_incomplete' });
    const show = (stripe: Stripe) =>
      stripe.subscriptions.update(
        id,
        { metadata: { a: '1' }, expand: ['latest_invoice.confirmation_secret'] },
        { idempotencyKey: 'shows a secret' },
      );
    const { latest_invoice: before } = await show(first.stripe);
    await first.close();
    const second = await started({ ledger });
    expect((await show(second.stripe)).latest_invoice).toEqual(before);
    const { confirmation_secret } = before as Stripe.Invoice;
    expect(confirmation_secret?.client_secret).toMatch(/_secret_[0-9a-f]{25}$/);
    await second.close();
  });

  it('tells all of a month by webhook, however fast it went by', async () => {
    const receiver = await webhookReceiver();
    const sim = await started({ webhooks: [{ url: receiver.url, secrets: ['whsec_1'] }] });
    const { id } = await subscribed(sim, { price: 'price_demoDaily', metadata: { for: 'me' } });
    await sim.advance(31 * DAY);
    const paid = () =>
      new Set(
        receiver.all
          .filter(({ event }) => event.type === 'invoice.paid')
          .map(({ event }) => event.id),
      ).size;
    const { data } = await sim.stripe.invoices.list({
      subscription: id,
      status: 'paid',
      limit: 50,
    });
    expect(data.length).toBeGreaterThanOrEqual(31);
    await eventually('all paid invoices', () => paid() === data.length);
    await sim.close();
    await receiver.close();
  });

  it('has its webhooks lost by the metadata of the subscription', async () => {
    const receiver = await webhookReceiver();
    const sim = await started({ webhooks: [{ url: receiver.url, secrets: ['whsec_1'] }] });
    await sim.webhookFault({
      kind: 'drop',
      types: ['invoice.*'],
      metadata: { for: 'me' },
      times: null,
    });
    await subscribed(sim, { metadata: { for: 'you' } });
    await subscribed(sim, { metadata: { for: 'me' } });
    await eventually(
      'both subscriptions',
      () =>
        receiver.all.filter(({ event }) => event.type === 'customer.subscription.updated')
          .length === 2,
    );
    const invoices = receiver.all.filter(({ event }) => event.type === 'invoice.paid');
    expect(invoices).toHaveLength(1);
    await sim.close();
    await receiver.close();
  });

  it('has a page for each invoice, with the way to pay it', async () => {
    const sim = await started();
    const { id } = await subscribed(sim, {}, 'pm_card_chargeCustomerFail');
    const { hosted_invoice_url: url } = await latestInvoice(sim.stripe, id);
    const page = await (await fetch(url ?? '')).text();
    const pay = /href="(\/pay\/[^"]+)"/.exec(page)?.[1]?.replaceAll('&amp;', '&') ?? '';
    const card = { number: '4242424242424242', expiry: '12/34', cvc: '123' };
    await fetch(`${sim.url}${pay}`, { method: 'POST', body: new URLSearchParams(card) });
    expect((await sim.stripe.subscriptions.retrieve(id)).status).toBe('active');
    expect(await (await fetch(url ?? '')).text()).toContain('Paid. Thank you.');
    expect((await fetch(`${sim.url}/invoices/in_none`)).status).toBe(404);
    expect(await (await fetch(sim.url)).text()).toContain(id);
    const { latest_invoice } = await sim.stripe.subscriptions.retrieve(id);
    expect(latest_invoice).toBeTruthy();
    await sim.close();
  });

  it('is reset with everything else, but for the demo prices', async () => {
    const sim = await started();
    const { id } = await subscribed(sim);
    const [start] = periodOf(await sim.stripe.subscriptions.retrieve(id));
    expect(start).toBeGreaterThan(0);
    await sim.control('POST', '/reset');
    expect((await sim.stripe.subscriptions.list({ status: 'all' })).data).toEqual([]);
    expect((await sim.stripe.prices.list()).data.map((price) => price.id).sort()).toEqual([
      'price_demoDaily',
      'price_demoMonthly',
      'price_demoPro',
      'price_demoYearly',
    ]);
    await sim.close();
  });
});
