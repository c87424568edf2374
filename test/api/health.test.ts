import { createBrokersCheck, createHealthChecks } from '../../src/api/health-checks';
import { startProduct, type Product } from './product';

let product: Product;
beforeAll(async () => {
  product = await startProduct();
});
afterAll(() => product.stop());

describe('/health', () => {
  it('has the shape of 004', async () => {
    const { status, body } = await product.get('/health');
    expect(status).toBe(200);
    expect(body).toEqual({
      status: 'ok',
      service: 'payment-service',
      timestamp: expect.stringMatching(/\.\d{3}Z$/) as string,
      checks: {
        kafka: { healthy: true, status: 'connected' },
        stripe: { healthy: true, status: 'initialized' },
        database: { healthy: true, status: 'connected' },
        temporal: { healthy: true, status: 'connected' },
      },
    });
  });

  it.each([
    ['kafka', 200, 'degraded', 200],
    ['stripe', 200, 'degraded', 200],
    ['database', 503, 'unavailable', 503],
    ['temporal', 503, 'unavailable', 503],
  ] as const)('without %s is %i %s', async (part, status, word, ready) => {
    const before = product.health[part];
    product.health[part] = { healthy: false, status: 'unreachable' };
    const { status: actual, body } = await product.get('/health');
    const readiness = await product.get('/readyz');
    product.health[part] = before;
    expect([actual, body['status']]).toEqual([status, word]);
    expect(readiness.status).toBe(ready);
    if (ready === 503) expect(readiness.body['failing']).toEqual([part]);
  });

  it('and its like say that the process lives, whatever else is down', async () => {
    expect((await product.get('/livez')).body).toEqual({ status: 'ok' });
  });

  it('shows metrics without ids', async () => {
    await product.get('/api/v1/bookings/canary-77');
    const { headers, body } = await product.get('/metrics');
    expect(headers.get('content-type')).toContain('text/plain');
    expect(body['text']).toContain('stripe_events_undelivered 0');
    expect(body['text']).toMatch(/route="\/api\/v1\/bookings\/:bookingId"/);
    expect(body['text']).not.toContain('canary-77');
  });
});

describe('a check', () => {
  const fine = () => Promise.resolve('connected');

  it('asks once for many who ask at once, and never longer than its limit', async () => {
    let asked = 0;
    const kafka = () => new Promise<string>(() => (asked += 1));
    const checks = createHealthChecks({ kafka, database: fine, temporal: fine, stripe: fine });
    const answers = await Promise.all([checks.kafka(), checks.kafka(), checks.kafka()]);
    expect(answers).toEqual(Array(3).fill({ healthy: false, status: 'no answer' }));
    expect(asked).toBe(1);
  });

  it('shows no internal text', async () => {
    const stripe = () => Promise.reject(new Error('connect ECONNREFUSED 10.0.0.7:443'));
    const checks = createHealthChecks({ kafka: fine, database: fine, temporal: fine, stripe });
    expect(await checks.stripe()).toEqual({ healthy: false, status: 'unreachable' });
  });

  it('of the brokers connects anew after a failure', async () => {
    let connections = 0;
    const check = createBrokersCheck(() => {
      connections += 1;
      const topicNames = () =>
        connections === 1 ? Promise.reject(new Error('gone')) : Promise.resolve([]);
      return Promise.resolve({ topicNames, disconnect: () => Promise.resolve() });
    });
    await expect(check.ask()).rejects.toThrow('gone');
    expect(await check.ask()).toBe('connected');
    expect(await check.ask()).toBe('connected');
    expect(connections).toBe(2);
    await check.close();
  });
});
