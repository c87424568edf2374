import {
  PoisonRecord,
  customerCommandHead,
  decode,
  paymentRequest,
  refundCommand,
} from '@booking-payment/events';

const bytes = (value: unknown) => Buffer.from(JSON.stringify(value));
const HEAD = customerCommandHead('stripe.payment.request');
const REQUEST = {
  eventType: 'stripe.payment.request',
  customerId: 'cus-41',
  amount: 2500,
  currency: 'eur',
};

function poisonOf(act: () => unknown): PoisonRecord {
  try {
    act();
  } catch (error) {
    if (error instanceof PoisonRecord) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

const reasonOf = (value: Uint8Array | null, schema: Parameters<typeof decode>[1] = HEAD) => {
  const { reason, message } = poisonOf(() => decode(value, schema));
  expect(reason).toBe('schema');
  return message;
};

describe('decoding refuses, in words and without quoting', () => {
  it.each([
    ['no value', null, 'The record has no value: send a JSON object'],
    ['an empty value', Buffer.alloc(0), 'The record has no value: send a JSON object'],
    ['bad JSON', Buffer.from('{"secret": 4242'), 'The value is not JSON: send one JSON object'],
    ['bytes that are no UTF-8', Buffer.from([0x22, 0xff, 0x22]), 'not UTF-8: send JSON as UTF-8'],
    ['more than 1 MB', Buffer.alloc(1024 * 1024 + 1, 0x20), 'has 1048577 bytes: send at most'],
    ['deep nesting', Buffer.from('['.repeat(33)), 'nests deeper than 32 levels: send a flatter'],
    ['deep objects', Buffer.from('{"a":'.repeat(33)), 'nests deeper than 32 levels'],
    ['a text', bytes('secret'), 'value: Send an object instead of a string'],
    ['null', bytes(null), 'value: Send an object instead of null'],
    ['a list', bytes([REQUEST]), 'value: Send an object instead of an array'],
    ['no customer', bytes({ ...REQUEST, customerId: undefined }), 'customerId: Missing or not a'],
    ['a number for one', bytes({ ...REQUEST, customerId: 4242 }), 'customerId: Missing or not a'],
    ['another type', bytes({ ...REQUEST, eventType: 'secret' }), 'eventType: Send "stripe.payment'],
  ])('%s', (_what, value, words) => {
    const message = reasonOf(value);
    expect(message).toContain(words);
    expect(message).not.toMatch(/secret|4242/);
  });

  it('nothing of a depth that is allowed, and no bracket inside a text', () => {
    const deep = JSON.parse('[]'.padStart(20 + 2, '[').padEnd(40 + 2, ']')) as unknown;
    const text = `${'['.repeat(50)} \\" {{{ \\\\`;
    expect(decode(bytes({ ...REQUEST, deep, text }), HEAD)).toMatchObject({ text });
  });

  it('at most five faults at once', () => {
    const bad = { amount: 1.5, currency: 'EUR', customerId: '-', paymentMethodId: 7 };
    const message = reasonOf(
      bytes({ ...bad, eventType: 'x', customerInfo: 1, metadata: 2 }),
      paymentRequest,
    );
    expect(message.split('; ')).toHaveLength(5);
  });

  it('a prototype', () => {
    const value = Buffer.from('{"paymentId":1,"orderId":2,"__proto__":{"polluted":true}}');
    const command = decode(value, refundCommand);
    expect('polluted' in command).toBe(false);
  });
});
