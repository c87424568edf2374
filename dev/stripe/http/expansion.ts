import { kindOfId } from '../objects';
import { asOfNow } from '../operations/balance';
import type { World } from '../state/world';
import { page } from './paging';
import { badParameter, refused } from './stripe-error';

type Plain = Record<string, unknown>;

/** Replaces ids by their objects along paths such as `data.latest_charge.balance_transaction`. */
export function expanded(world: World, value: object, paths: string[]): object {
  return paths.reduce((result: object, path) => {
    if (path.split('.').length > 4)
      throw badParameter('You cannot expand more than 4 levels of a property.', {
        param: 'expand',
      });
    return expandPath(world, result as Plain, path.split('.'), path);
  }, value);
}

function expandPath(world: World, value: Plain, [name, ...rest]: string[], path: string): Plain {
  if (name === undefined) return value;
  return { ...value, [name]: expandField(world, value, name, rest, path) };
}

function expandField(
  world: World,
  value: Plain,
  name: string,
  rest: string[],
  path: string,
): unknown {
  const found = name in value ? value[name] : included(world, value, name);
  if (found === undefined && !optional.includes(name))
    throw refused(
      `This property cannot be expanded (${name}). You may want to try expanding 'data.${name}' instead.`,
      { param: 'expand' },
    );
  const whole = typeof found === 'string' ? byId(world, found, path) : found;
  if (Array.isArray(whole))
    return whole.map((item) => expandPath(world, item as Plain, rest, path));
  return isPlain(whole) ? expandPath(world, whole, rest, path) : whole;
}

/** Fields that Stripe leaves out while they are empty. */
const optional = ['failure_balance_transaction'];

/** Not part of the object unless asked for. */
function included(world: World, value: Plain, name: string): object | null | undefined {
  if (value['object'] === 'invoice') return includedInInvoice(world, value, name);
  if (value['object'] !== 'charge' || name !== 'refunds') return undefined;
  const refunds = world.store.all('refund').filter((refund) => refund.charge === value['id']);
  return page(`/v1/charges/${String(value['id'])}/refunds`, refunds, {});
}

function includedInInvoice(world: World, { id, sim }: Plain, name: string) {
  if (name === 'payments') {
    const own = world.store.all('invoice_payment').filter((each) => each.invoice === id);
    return page('/v1/invoice_payments', own, {});
  }
  if (name !== 'confirmation_secret') return undefined;
  const { intent } = sim as { intent: string | null };
  const secret = world.store.find('payment_intent', intent ?? '')?.client_secret;
  return secret === undefined ? null : { client_secret: secret, type: 'payment_intent' };
}

function byId(world: World, id: string, path: string): object {
  const kind = kindOfId(id);
  const found = kind && world.store.find(kind, id);
  if (!found) throw refused(`This property cannot be expanded (${path}).`, { param: 'expand' });
  return found.object === 'balance_transaction' ? asOfNow(world, found) : found;
}

const isPlain = (value: unknown): value is Plain => typeof value === 'object' && value !== null;
