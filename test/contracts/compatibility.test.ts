import {
  CATALOGUE,
  type MessageVersion,
  type TopicDefinition,
} from '@booking-payment/events/schemas';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { breaches } from '../../dev/events/compatibility';
import { freezable, freeze, readFrozen, type Frozen } from '../../dev/events/frozen';

let frozen: Frozen[];
beforeAll(async () => {
  frozen = await readFrozen();
});

type Shape = z.ZodObject;
const COMPLETED = 'payment-completed';
const REQUEST = 'stripe.payment.request';

/** The catalogue with one message changed. */
function changed(name: string, change: (schema: Shape) => z.ZodType): TopicDefinition[] {
  return withVersions(name, ([first]) => [{ ...first, schema: change(first.schema as Shape) }]);
}

function withVersions(
  name: string,
  change: (versions: TopicDefinition['messages'][number]['versions']) => MessageVersion[],
): TopicDefinition[] {
  return CATALOGUE.map((topic) => ({
    ...topic,
    messages: topic.messages.map((message) =>
      message.name === name
        ? { ...message, versions: change(message.versions) as [MessageVersion] }
        : message,
    ),
  }));
}

const told = (topics: readonly TopicDefinition[]) => breaches(frozen, topics).join('\n');

describe('what was released is kept', () => {
  it('today', () => {
    expect(breaches(frozen, CATALOGUE)).toEqual([]);
    expect(frozen).toHaveLength(freezable().length);
  });

  it('by an outgoing body that gains an optional field', () => {
    const more = { tip: z.number().exactOptional() };
    expect(told(changed(COMPLETED, (schema) => schema.extend(more)))).toBe('');
  });

  it('by an incoming body that takes more than before', () => {
    const wider = changed(REQUEST, (schema) =>
      schema.extend({ amount: z.number().min(0).nullish(), tip: z.number().optional() }),
    );
    expect(told(wider)).toBe('');
  });
});

describe('an outgoing body may not', () => {
  it.each<[string, (schema: Shape) => z.ZodType, string]>([
    ['lose a field', (schema) => schema.omit({ orderId: true }), 'orderId is gone'],
    [
      'lose one that was optional',
      (schema) => schema.omit({ receiptUrl: true }),
      'receiptUrl is gone',
    ],
    [
      'leave out what was always there',
      (schema) => schema.extend({ orderId: z.int().min(1).exactOptional() }),
      'orderId is no longer always there',
    ],
    [
      'change a type',
      (schema) => schema.extend({ amount: z.string() }),
      'amount is of type string against number as promised',
    ],
    [
      'write null',
      (schema) => schema.extend({ amount: z.number().min(0).nullable() }),
      'amount is of type null against number as promised',
    ],
    [
      'say a word that was not known',
      (schema) => schema.extend({ status: z.enum(['COMPLETED', 'TELEPORTED']) }),
      'status may be "TELEPORTED" against "PENDING", "COMPLETED", "FAILED", "REFUNDED" as promised',
    ],
    [
      'write a time in another way',
      (schema) => schema.extend({ timestamp: z.string().regex(/Z$/) }),
      'timestamp has another pattern',
    ],
    [
      'gain a required field, for records without it are still to be read',
      (schema) => schema.extend({ tip: z.number() }),
      'tip in records written before is not always there',
    ],
    [
      'say fewer words, for records with the others are still to be read',
      (schema) => schema.extend({ status: z.enum(['COMPLETED']).exactOptional() }),
      'status in records written before may be "PENDING", "FAILED", "REFUNDED" against "COMPLETED" today',
    ],
    [
      'drop a limit',
      (schema) => schema.extend({ amount: z.number() }),
      'amount has another minimum: undefined against 0 as promised',
    ],
  ])('%s', (_what, change, complaint) => {
    const words = told(changed(COMPLETED, change));
    expect(words).toContain(`orders payment-completed 1.0: ${complaint}`);
    expect(words).toContain(
      'add version 1.1 (fields that are always there) or 2.0 (anything else)',
    );
  });

  it('change deep inside', () => {
    const broken = changed('payment.completed', (schema) =>
      schema.shape['payload'] instanceof z.ZodObject
        ? schema.extend({ payload: schema.shape['payload'].omit({ bookingId: true }) })
        : schema,
    );
    expect(told(broken)).toContain('canonical payment.completed 1.0: payload.bookingId is gone');
  });
});

describe('an incoming body may not', () => {
  it.each<[string, (schema: Shape) => z.ZodType, string]>([
    ['require a field more', (schema) => schema.extend({ tip: z.number() }), 'tip is required now'],
    [
      'require what was optional',
      (schema) => schema.extend({ metadata: z.looseObject({}) }),
      'metadata is required now',
    ],
    [
      'take less',
      (schema) => schema.extend({ amount: z.int().min(100).max(99_999_999) }),
      'amount was taken more widely: has another minimum',
    ],
    [
      'refuse null where it was taken',
      (schema) => schema.extend({ paymentMethodId: z.string().optional() }),
      'paymentMethodId was taken more widely',
    ],
    [
      'stop reading a field',
      (schema) => schema.omit({ paymentMethodId: true }),
      'paymentMethodId is gone',
    ],
    [
      'refuse its own example, whatever the schema says',
      (schema) => schema.refine(() => false, 'No'),
      "of the frozen example is refused by today's reader (No)",
    ],
  ])('%s', (_what, change, complaint) => {
    expect(told(changed(REQUEST, change))).toContain(complaint);
  });
});

describe('a released message', () => {
  it('stays, on its topic and with its key', () => {
    const without = CATALOGUE.filter(({ name }) => name !== COMPLETED);
    expect(told(without)).toBe(
      'orders payment-completed 1.0 is gone from payment-completed: released messages stay. Put it back.',
    );
    const keyed = CATALOGUE.map((topic) =>
      topic.name === COMPLETED ? { ...topic, key: 'paymentId' as const } : topic,
    );
    expect(told(keyed)).toContain('the key is paymentId and was orderId');
  });

  it('may get a 2.0 beside it, which must be frozen too', () => {
    const next = {
      version: '2.0',
      schema: z.strictObject({ id: z.string() }),
      example: { id: 'x' },
    };
    const both = withVersions(COMPLETED, ([first]) => [first, next]);
    expect(told(both)).toBe(
      'orders payment-completed 2.0 is not frozen: run npm run events:freeze and commit it.',
    );
    expect(breaches([...frozen, ...freezable(both)], both)).toEqual([]);
    expect(told(withVersions(COMPLETED, () => [next]))).toContain(
      'orders payment-completed 1.0 is gone',
    );
  });
});

it('what is frozen is never written over', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'frozen-'));
  try {
    const [one] = freezable();
    const [file] = await freeze(folder, [one!]);
    expect(await freeze(folder, [{ ...one!, example: {} }])).toEqual([]);
    expect(JSON.parse(await readFile(file!, 'utf8'))).toEqual(one);
  } finally {
    await rm(folder, { recursive: true });
  }
});
