import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { golden, goldenFiles, rendered } from './golden';

const records = rendered();

describe('what goes out', () => {
  it('is all on file, and nothing else is', () => {
    expect([...records.keys()].sort()).toEqual(goldenFiles());
  });

  it.each([...records])('%s is as on file, byte for byte', (name, record) => {
    const { topic, key, headers, body } = golden(name);
    expect(record.value).toBe(JSON.stringify(body));
    expect({ topic: record.topic, key: record.key }).toEqual({ topic, key });
    expect(record.headers).toEqual(headers);
  });

  it('never holds a null, nor a number that is none', () => {
    for (const { value } of records.values()) expect(value).not.toMatch(/:(null|NaN)|undefined/);
  });
});

describe('the examples of the contract', () => {
  const text = readFileSync(join(__dirname, '..', '..', '..', 'docs', 'contracts.md'), 'utf8');
  const blocks = [...text.matchAll(/```json\n([^]+?)\n```/g)].map(([, block]) =>
    JSON.stringify(JSON.parse(block!)),
  );

  it.each([
    ['canonical/payment.completed.json', '5aa653b3-83c2-44bf-94fa-9efb0d2ae1bc'],
    [
      'dreamscape/dreamscape.payment.completed--payment.completed.json',
      'pay_babefaa9a02eaf5c87263f5b',
    ],
    ['dreamscape/payment.completed--payment.completed.json', '2026-03-04T09:15:30Z'],
    ['customer/payment.card.result--requires_action.json', '17f032e6-e201-40ed-8924-32f504e110c5'],
    [
      'orders/payment-completed--payment.completed~receipt.json',
      'a9accad3-b76d-4a82-9931-1e26a201ae93',
    ],
  ])('come out exactly: %s', (name, mark) => {
    const { value } = records.get(name)!;
    expect(value).toContain(mark);
    expect(blocks).toContain(value);
  });
});
