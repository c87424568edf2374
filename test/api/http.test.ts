import { connect } from 'node:net';
import express from 'express';
import { createApp } from '../../src/api/app';
import { createDatabase } from '../../src/db/client';
import { startProduct, type Product } from './product';

let product: Product;
beforeAll(async () => {
  product = await startProduct();
});
afterAll(() => product.stop());

const UMT = 'unsupported_media_type';
const VALID = JSON.stringify({ bookingId: 'b', userId: 'u', amount: 100, currency: 'eur' });
const json = { 'content-type': 'application/json' };

describe('every answer', () => {
  it('carries a request id: the caller’s where it is sane', async () => {
    const mine = await product.get('/api/v1/bookings/x', { 'x-request-id': 'r-1' });
    expect(mine.headers.get('x-request-id')).toBe('r-1');
    expect(mine.body['requestId']).toBe('r-1');
    const odd = await product.get('/livez', { 'x-request-id': '"; drop' });
    expect(odd.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('has helmet’s headers and does not say what it runs on', async () => {
    const { headers } = await product.get('/api/v1/payment/config');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(headers.get('x-powered-by')).toBeNull();
  });

  it('lets only the shop’s pages call from a browser, with credentials', async () => {
    const shop = await product.send('/api/v1/payments', {
      method: 'OPTIONS',
      headers: { origin: 'http://localhost:5173', 'access-control-request-method': 'POST' },
    });
    expect(shop.status).toBe(204);
    expect(shop.headers.get('access-control-allow-origin')).toBe('http://localhost:5173');
    expect(shop.headers.get('access-control-allow-credentials')).toBe('true');
    const other = await product.get('/api/v1/payment/config', { origin: 'https://evil.example' });
    expect(other.headers.get('access-control-allow-origin')).toBeNull();
    expect(other.headers.get('vary')).toContain('Origin');
  });
});

describe('errors', () => {
  it('are RFC 9457 problems on canonical routes', async () => {
    const { status, headers, body } = await product.get('/api/v1/payments/pay_x?secret=1');
    expect(status).toBe(404);
    expect(headers.get('content-type')).toContain('application/problem+json');
    expect(body).toEqual({
      type: 'urn:booking-payment:problem:payment_not_found',
      title: 'Payment not found',
      status: 404,
      detail: 'There is no such payment.',
      instance: '/api/v1/payments/pay_x',
      code: 'payment_not_found',
      requestId: expect.any(String) as string,
    });
  });

  it.each<[string, string, RequestInit, number, string]>([
    ['an unknown route', '/api/v2', {}, 404, 'route_not_found'],
    ['an unknown method', '/api/v1/payments', { method: 'PUT' }, 404, 'route_not_found'],
    ['a broken path', '/api/v1/bookings/%E0%A4%A', {}, 404, 'route_not_found'],
    ['broken JSON', '/api/v1/payments', post('{"amount":'), 400, 'malformed_json'],
    ['no body', '/api/v1/payments', { method: 'POST' }, 400, 'validation_failed'],
    ['a form', '/api/v1/payments', post('a=1', 'application/x-www-form-urlencoded'), 415, UMT],
    ['a text', '/api/v1/payments', post('{}', 'text/plain'), 415, UMT],
    ['another charset', '/api/v1/payments', post('{}', 'application/json; charset=x'), 415, UMT],
    ['33 kB', '/api/v1/payments', post(`{"a":"${'x'.repeat(33_000)}"}`), 413, 'body_too_large'],
    ['257 kB to the webhook', '/webhooks/stripe', post('x'.repeat(263_000)), 413, 'body_too_large'],
  ])('%s', async (_what, path, init, status, code) => {
    const { status: actual, body } = await product.send(path, init);
    expect([actual, body['code']]).toEqual([status, code]);
  });

  it('of a compressed body are said plainly', async () => {
    const init = { ...post('{}'), headers: { ...json, 'content-encoding': 'gzip' } };
    expect((await product.send('/api/v1/payments', init)).status).toBe(415);
  });

  it('of our own making show no internals', async () => {
    const broken = () => Promise.reject(new Error('column "iban" of table x at /srv/app.js:1'));
    const bookings = { ...product.deps.bookings, start: broken };
    const url = await product.serve({ bookings });
    const reply = await fetch(`${url}/api/v1/payments`, post(VALID));
    expect(reply.status).toBe(500);
    expect(await reply.text()).not.toMatch(/iban|app\.js|at /);
  });

  it('become 503 when the database is away', async () => {
    const db = createDatabase('postgresql://postgres:test@127.0.0.1:1/none');
    const url = await product.serve({ db });
    for (const path of ['/api/v1/bookings/x', '/api/v1/payments/pay_0123456789abcdef01234567']) {
      const reply = await fetch(url + path);
      expect([reply.status, reply.headers.get('retry-after')]).toEqual([503, '2']);
    }
    await db.$disconnect();
  });
});

describe('the order of the middleware', () => {
  it('would break every webhook with a JSON parser in front, and says so', async () => {
    const outer = express().use(express.json(), createApp(product.deps));
    const server = outer.listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const { port } = server.address() as { port: number };
    const headers = { ...json, 'stripe-signature': 't=1,v1=00' };
    const init = { method: 'POST', headers, body: '{}' };
    const reply = await fetch(`http://127.0.0.1:${port}/webhooks/stripe`, init);
    server.close();
    const { detail } = (await reply.json()) as { detail: string };
    expect([reply.status, detail]).toEqual([
      400,
      expect.stringContaining('parsed before its signature was checked'),
    ]);
  });

  it('answers health before anything that can fail', async () => {
    expect((await product.send('/livez', { headers: { ...json } })).status).toBe(200);
  });
});

it('drops a client that never finishes its headers', async () => {
  const { hostname, port } = new URL(product.url);
  const socket = connect(Number(port), hostname);
  socket.write('GET /livez HTTP/1.1\r\nHost: x\r\nX-Slow: ');
  const closed = new Promise((resolve) => socket.once('close', resolve));
  socket.on('error', () => undefined).resume();
  await expect(Promise.race([closed, late(20_000)])).resolves.not.toBe('late');
}, 25_000);

function late(ms: number): Promise<string> {
  return new Promise((resolve) => setTimeout(() => resolve('late'), ms).unref());
}

function post(body: string, type = 'application/json'): RequestInit {
  return { method: 'POST', headers: { 'content-type': type }, body };
}
