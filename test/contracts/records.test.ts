import { MESSAGES, faultsIn, recordHeaders } from '@booking-payment/events/schemas';
import { createJudge } from './judge';
import { everyRecord, looseRecords } from './rendered';

const judge = createJudge();
const records = [...everyRecord(), ...looseRecords()];

describe('every record that we send', () => {
  it('keeps to the schema that its header names, to zod and to JSON Schema', () => {
    const wrong = records.flatMap(({ topic, value, headers }) =>
      judge(headers['ce_dataschema']!, JSON.parse(value)).map((fault) => ({ topic, fault, value })),
    );
    expect(wrong).toEqual([]);
  });

  it('keeps to the schema of the headers', () => {
    const wrong = records.flatMap(({ headers }) =>
      faultsIn(recordHeaders, headers).map((fault) => ({ ...fault, headers })),
    );
    expect(wrong).toEqual([]);
  });

  it('is here: no outgoing message of the catalogue goes untested', () => {
    const sent = new Set(records.map(({ headers }) => headers['ce_dataschema']));
    const missing = MESSAGES.filter(({ direction }) => direction === 'out')
      .map(({ family, name }) => `urn:booking-payment:schema:${family}:${name}:1.0`)
      .filter((id) => !sent.has(id));
    expect(missing).toEqual([]);
  });
});

it('a property that the schema does not know is a fault', () => {
  const { headers, value } = records[0]!;
  const more = { ...(JSON.parse(value) as object), surprise: 1 };
  expect(judge(headers['ce_dataschema']!, more)).toHaveLength(2);
});
