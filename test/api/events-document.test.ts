import { startProduct, type Product } from './product';

let product: Product;
beforeAll(async () => {
  product = await startProduct();
});
afterAll(() => product.stop());

describe('GET /asyncapi.json and /docs/events', () => {
  it('tell the topics that this installation has', async () => {
    const answer = await fetch(`${product.url}/asyncapi.json`);
    const { asyncapi, channels } = (await answer.json()) as Record<string, object>;
    expect([answer.status, asyncapi]).toEqual([200, '3.0.0']);
    const { catalogue, wire } = product.deps.contracts;
    expect(Object.values(channels!).map(({ address }: { address: string }) => address)).toEqual(
      catalogue.map(({ name }) => wire(name)),
    );
  });

  it('let the page load its own style, and nothing else', async () => {
    const answer = await fetch(`${product.url}/docs/events`);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-security-policy')).toMatch(
      /^default-src 'none'; style-src 'sha256-[^']+'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'$/,
    );
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    expect(await answer.text()).toContain('booking-payment.events');
  });
});
