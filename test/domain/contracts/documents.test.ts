import { MESSAGES } from './documents';
import { golden, goldenFiles } from './golden';

type Body = Record<string, unknown>;

const all = goldenFiles().map(golden);
const on = (topic: string) => all.filter((record) => record.topic === topic);

/** Whether the text looks like the same kind of time, where the document's is one. */
const TIMES = [
  /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/,
  /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}$/,
  /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/,
];

/** 000 has no envelope: what it puts into its bodies stands in ours or in the payload. */
const fieldsOf = (document: string, body: Body): Body =>
  document === '000' ? { ...body, ...(body['payload'] as Body) } : body;

function kindOf(value: unknown): string {
  const time = TIMES.findIndex((form) => typeof value === 'string' && form.test(value));
  return time >= 0 ? `time ${time}` : typeof value;
}

/** Fields that are missing or of another type; the document's may be richer than this record. */
function faults(wanted: Body, found: Body, path = ''): string[] {
  return Object.entries(wanted).flatMap(([field, value]) => {
    const actual = found[field];
    if (typeof value === 'object' && typeof actual === 'object')
      return faults(value as Body, actual as Body, `${path}${field}.`);
    const kind = kindOf(actual);
    return kind === kindOf(value) ? [] : [`${path}${field}: ${kind}, not ${kindOf(value)}`];
  });
}

describe('the messages of the documents', () => {
  it.each(MESSAGES)('$document: every record on $topic has its fields', ({ document, ...told }) => {
    const records = on(told.topic);
    expect(records).not.toHaveLength(0);
    for (const { body } of records) expect(faults(told.body, fieldsOf(document, body))).toEqual([]);
    for (const [field, value] of Object.entries(told.optional ?? {})) {
      const having = records.filter(({ body }) => body[field] !== undefined);
      expect([field, having.length]).not.toEqual([field, 0]);
      for (const { body } of having) expect(faults({ [field]: value }, body)).toEqual([]);
    }
  });

  it('are on topics that have no others', () => {
    const documented = new Set(MESSAGES.map(({ topic }) => topic));
    const ours = ['booking-payment.events'];
    ours.push('dreamscape.payment.attempt_failed', 'dreamscape.payment.partially_refunded');
    const topics = [...new Set(all.map(({ topic }) => topic))];
    expect(topics.filter((topic) => !documented.has(topic)).sort()).toEqual(ours.sort());
  });
});
