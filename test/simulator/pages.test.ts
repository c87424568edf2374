import type Stripe from 'stripe';
import { order, paid, started, type Started } from './started';

const RETURN_URL = 'https://shop.example/done?booking=1';

describe('the payment page', () => {
  let sim: Started;
  let intent: Stripe.PaymentIntent;
  beforeAll(async () => (sim = await started()));
  afterAll(() => sim.close());
  beforeEach(async () => {
    intent = await sim.stripe.paymentIntents.create({ ...order, amount: 123456 });
  });

  const address = (step = '', query: Record<string, string> = { return_url: RETURN_URL }) => {
    const given = { client_secret: intent.client_secret ?? '', ...query };
    return `${sim.url}/pay/${intent.id}${step}?${new URLSearchParams(given).toString()}`;
  };
  const submit = (to: string, fields: Record<string, string>) =>
    fetch(to, { method: 'POST', body: new URLSearchParams(fields), redirect: 'manual' });
  const pay = (number: string, query?: Record<string, string>) =>
    submit(address('', query), { number, expiry: '12 / 34', cvc: '123' });
  const status = async () => (await sim.stripe.paymentIntents.retrieve(intent.id)).status;

  it('shows the amount and the test cards, and loads nothing from elsewhere', async () => {
    const response = await fetch(address());
    const page = await response.text();
    expect(page).toContain('€1,234.56');
    expect(page).toContain('4000 0025 0000 3155');
    expect(page).not.toMatch(/<script|<style|style=|src=/);
    expect(page.match(/href="[^"]*"/g)).toEqual(['href="/pay.css"']);
    expect(response.headers.get('content-security-policy')).toBe(
      "default-src 'none'; style-src 'self'; form-action 'self' https://shop.example; base-uri 'none'; frame-ancestors 'none'",
    );
    expect(response.headers.get('referrer-policy')).toBe('no-referrer');
    expect(response.headers.get('cache-control')).toBe('no-store');
  });

  it('pays and goes back to the merchant', async () => {
    const response = await pay('4242 4242 4242 4242');
    expect(response.status).toBe(303);
    const to = new URL(response.headers.get('location') ?? '');
    expect(to.origin).toBe('https://shop.example');
    expect(Object.fromEntries(to.searchParams)).toEqual({
      booking: '1',
      payment_intent: intent.id,
      payment_intent_client_secret: intent.client_secret,
      redirect_status: 'succeeded',
    });
    expect(await status()).toBe('succeeded');
  });

  it.each([
    ['4000 0000 0000 0002', 'Your card was declined.'],
    ['4000 0000 0000 9995', 'Your card has insufficient funds.'],
    ['4242 4242 4242 4241', 'Your card number is incorrect.'],
  ])('with %s says "%s" and lets the customer try again', async (number, message) => {
    const declined = await (await pay(number)).text();
    expect(declined).toContain(message);
    expect(declined).toContain('role="alert"');
    expect(declined).not.toContain(number.replaceAll(' ', ''));
    expect((await pay('4242424242424242')).status).toBe(303);
    expect(await status()).toBe('succeeded');
  });

  it('leads through 3D Secure', async () => {
    const asked = await pay('4000002500003155');
    const bank = new URL(asked.headers.get('location') ?? '', sim.url);
    expect(await (await fetch(bank)).text()).toContain('Complete authentication');
    const done = await submit(bank.href, { outcome: 'succeed' });
    expect(done.headers.get('location')).toContain('redirect_status=succeeded');
    expect(await status()).toBe('succeeded');
  });

  it('lets a customer whose authentication failed try another card', async () => {
    const asked = await pay('4000002500003155');
    const bank = new URL(asked.headers.get('location') ?? '', sim.url);
    const failed = await submit(bank.href, { outcome: 'fail' });
    const back = new URL(failed.headers.get('location') ?? '', sim.url);
    expect(await (await fetch(back)).text()).toContain('unable to authenticate');
    expect((await pay('4242424242424242')).status).toBe(303);
  });

  it('sends customers whom the merchant sent to the bank back to the merchant', async () => {
    intent = await paid(sim.stripe, 'pm_card_authenticationRequired', { return_url: RETURN_URL });
    const url = intent.next_action?.redirect_to_url?.url ?? '';
    const failed = await submit(url, { outcome: 'fail' });
    expect(failed.headers.get('location')).toContain('redirect_status=failed');
  });

  it('is closed without the right client secret', async () => {
    for (const client_secret of ['', `${intent.id}_secret_guess`])
      expect((await fetch(address('', { client_secret }))).status).toBe(404);
  });

  it('tells what became of a payment instead of asking twice', async () => {
    await pay('4242424242424242');
    expect(await (await fetch(address())).text()).toContain('Payment received');
    expect((await pay('4242424242424242')).status).toBe(303);
    const charges = await sim.stripe.charges.list({ payment_intent: intent.id });
    expect(charges.data).toHaveLength(1);
  });

  it('never redirects to anything but a web address', async () => {
    const return_url = 'javascript:alert(1)';
    const page = await (await fetch(address('', { return_url }))).text();
    expect(page).not.toContain('javascript:');
    expect((await pay('4242424242424242', { return_url })).status).toBe(200);
  });

  it('shows what others wrote as text', async () => {
    await sim.stripe.paymentIntents.create({ ...order, metadata: { note: '<b>"bold"</b>' } });
    const overview = await (await fetch(`${sim.url}/`)).text();
    expect(overview).toContain('&lt;b&gt;&quot;bold&quot;&lt;/b&gt;');
    expect(overview).toContain(`/pay/${intent.id}?client_secret=`);
    expect(overview).toContain('/_control');
  });

  it('asks to try again when the payment service does not answer', async () => {
    await sim.fault({
      kind: 'lose_response',
      match: { path: '/v1/payment_intents/*/confirm' },
      times: 2,
    });
    expect(await (await pay('4242424242424242')).text()).toMatch(/Payment received|try again/);
  });
});

describe('the receipt of a charge', () => {
  let sim: Started;
  beforeAll(async () => (sim = await started()));
  afterAll(() => sim.close());

  const chargeOf = async (payment_intent: string) =>
    (await sim.stripe.charges.list({ payment_intent })).data[0];

  it('is a page that its receipt_url leads to, and tells of refunds', async () => {
    const { id } = await paid(sim.stripe, 'pm_card_visa', { amount: 123456 });
    const url = (await chargeOf(id))?.receipt_url ?? '';
    expect(await (await fetch(url)).text()).toContain('€1,234.56');
    await sim.stripe.refunds.create({ payment_intent: id, amount: 1056 });
    expect(await (await fetch(url)).text()).toContain('Refunded: €10.56');
    expect((await fetch(`${url}x`)).status).toBe(404);
  });

  it('is there as soon as a bank debit has succeeded', async () => {
    const { id } = await paid(sim.stripe, 'pm_sepaDebit_processing', {
      allowed_payment_method_types: ['sepa_debit'],
    });
    expect((await chargeOf(id))?.receipt_url).toBeNull();
    await sim.control('POST', `/payment_intents/${id}/settle`, { outcome: 'succeeded' });
    expect((await chargeOf(id))?.receipt_url).toMatch(`${sim.url}/receipts/py_`);
  });

  it('is not there for a charge that failed', async () => {
    await paid(sim.stripe, 'pm_card_visa_chargeDeclined').catch(() => undefined);
    const [newest] = (await sim.stripe.charges.list({ limit: 1 })).data;
    expect(newest).toMatchObject({ status: 'failed', receipt_url: null });
  });
});
