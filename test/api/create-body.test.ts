import { bookingRequest } from '../activities/saga';
import { startProduct, type Product } from './product';

let product: Product;
beforeAll(async () => {
  product = await startProduct();
});
afterAll(() => product.stop());

const create = (body: object) => product.post('/api/v1/payments', body);

describe('what a create body may hold', () => {
  it.each<[string, object, number, string, string]>([
    ['no bookingId', { bookingId: undefined }, 400, 'validation_failed', 'bookingId'],
    ['a sign first', { bookingId: '-x' }, 400, 'validation_failed', 'bookingId'],
    ['a text as amount', { amount: '12990' }, 400, 'validation_failed', 'amount'],
    ['half a cent', { amount: 12.5 }, 400, 'validation_failed', 'amount'],
    ['nothing to pay', { amount: 0 }, 400, 'validation_failed', 'amount'],
    ['upper-case currency', { currency: 'EUR' }, 400, 'validation_failed', 'currency'],
    ['an unknown field', { status: 'completed' }, 400, 'validation_failed', 'status'],
    ['an unknown field inside', { metadata: { a: 1 } }, 400, 'validation_failed', 'metadata.a'],
    ['no capture', { captureMethod: 'none' }, 400, 'validation_failed', 'captureMethod'],
    ['a NUL', { bookingReference: 'a\0b' }, 400, 'validation_failed', 'bookingReference'],
    ['half a pair', { bookingReference: '\ud800' }, 400, 'validation_failed', 'bookingReference'],
    ['another NUL', { metadata: { 'a\0b': 'c' } }, 400, 'validation_failed', 'metadata'],
    ['fils', { amount: 1001, currency: 'kwd' }, 422, 'amount_invalid_for_currency', ''],
    ['UGX', { currency: 'ugx' }, 422, 'currency_unsupported', ''],
    ['a binding of nobody', { bindings: ['nobody'] }, 422, 'binding_cannot_carry', ''],
    ['no number for 003', { bindings: ['orders'] }, 422, 'binding_cannot_carry', ''],
    ['no customer for 001', { bindings: ['customer'] }, 422, 'binding_cannot_carry', ''],
  ])('%s', async (_what, change, status, code, path) => {
    const { body, status: actual } = await create({ ...bookingRequest(), ...change });
    expect([actual, body['code']]).toEqual([status, code]);
    if (path) expect(body['errors']).toEqual([expect.objectContaining({ path })]);
  });

  it('names every fault at once: field, rule and remedy', async () => {
    const { body } = await create({ bookingId: '', amount: 1.5, currency: 'euro', extra: true });
    const paths = (body['errors'] as { path: string }[]).map(({ path }) => path);
    expect(paths.sort()).toEqual(['amount', 'bookingId', 'currency', 'extra', 'userId']);
    expect(body['errors']).toContainEqual({
      path: 'userId',
      message: 'This field is required, as string.',
    });
  });

  it('says which id a family cannot carry, and what to do', async () => {
    const numbers = { bookingId: '88231', userId: 'usr-1', bindings: ['orders'] };
    const { body } = await create({ ...bookingRequest(), ...numbers });
    expect(body).toMatchObject({ code: 'binding_cannot_carry', status: 422 });
    expect(body['detail']).toMatch(/^The binding "orders" needs a userId that is a whole number/);
  });

  it('takes no array, no text and no prototype', async () => {
    for (const body of [[], 'x', 3, null]) expect((await create(body as object)).status).toBe(400);
    const poisoned = JSON.parse(
      JSON.stringify(bookingRequest()).replace('{', '{"__proto__":{"amount":1},'),
    ) as object;
    expect((await create(poisoned)).status).toBe(400);
  });
});
