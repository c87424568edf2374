import {
  MESSAGES,
  PoisonRecord,
  createRecordReader,
  tolerant,
  type Message,
} from '@booking-payment/events';
import { z } from 'zod';
import { everyVersion } from './judge';

const completed = MESSAGES.find(({ name }) => name === 'dreamscape.payment.completed')!;
const [released] = completed.versions;

/** A 2.0 that breaks with 1.0: money becomes an object, and the word for the payment changes. */
const next = {
  version: '2.0',
  schema: z.strictObject({
    id: z.string(),
    total: z.strictObject({ minor: z.int(), currency: z.string() }),
  }),
  example: { id: 'pay_1', total: { minor: 12990, currency: 'eur' } },
};
const both: Message = { ...completed, versions: [released, next] };

const record = (version: string, body: unknown, name = completed.name) => ({
  value: Buffer.from(JSON.stringify(body)),
  headers: { ce_dataschema: `urn:booking-payment:schema:dreamscape:${name}:${version}` },
});
const poison = (act: () => unknown) => {
  try {
    act();
  } catch (error) {
    return error instanceof PoisonRecord ? `${error.reason}: ${error.message}` : error;
  }
  return undefined;
};

describe('versions side by side', () => {
  const read = createRecordReader([both]);

  it('reads each record by the schema that it names', () => {
    expect(read(record('1.0', released.example))).toMatchObject({ version: '1.0' });
    expect(read(record('2.0', next.example))).toMatchObject({
      version: '2.0',
      body: next.example,
    });
    expect(poison(() => read(record('2.0', released.example)))).toMatch(/^schema: id: Missing/);
  });

  it('reads a later minor version as the newest that it knows of its major', () => {
    const later = { ...released.example, version: '1.7', loyaltyPoints: 130 };
    expect(read(record('1.7', later))).toMatchObject({ version: '1.0', body: later });
  });

  it('puts aside what it does not know', () => {
    expect(poison(() => read(record('3.0', {})))).toMatch(/^unknown-type: .*version not known/);
    expect(poison(() => read(record('1.0', {}, 'payment.teleported')))).toMatch(
      /message not known/,
    );
    expect(poison(() => read({ value: null, headers: {} }))).toMatch(/names no schema/);
  });

  it('is told apart by consumers that know only the first', () => {
    const old = createRecordReader([completed]);
    expect(poison(() => old(record('2.0', next.example)))).toMatch(/version not known/);
  });
});

describe('readers', () => {
  it.each(everyVersion().map((known) => [known.message.name, known] as const))(
    'of %s take fields that they do not know, at every depth',
    (_name, { version }) => {
      const schema = JSON.stringify(z.toJSONSchema(tolerant(version.schema), { io: 'input' }));
      expect(schema).not.toContain('"additionalProperties":false');
      const grown = JSON.parse(
        JSON.stringify(version.example, (_key, value: unknown) =>
          value !== null && typeof value === 'object' && !Array.isArray(value)
            ? { ...value, surprise: true }
            : value,
        ),
      ) as unknown;
      expect(tolerant(version.schema).parse(grown)).toMatchObject({ surprise: true });
    },
  );

  it('refuse what is missing or of another type', () => {
    const reader = createRecordReader([completed]);
    const { eventId: _gone, ...rest } = released.example;
    expect(poison(() => reader(record('1.0', rest)))).toMatch(/^schema: eventId: Missing/);
    expect(poison(() => reader(record('1.0', { ...released.example, sequence: 'x' })))).toBe(
      undefined,
    );
    expect(poison(() => reader(record('1.0', { ...released.example, timestamp: 1 })))).toMatch(
      /^schema: timestamp: Send a string instead of a number/,
    );
  });
});
