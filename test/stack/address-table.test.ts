import { addressTable } from '../../dev/stack/address-table';
import type { StackDescription } from '../../dev/stack/description';
import { order, started, type Started } from '../simulator/started';

describe('the table of addresses', () => {
  let sim: Started;
  beforeAll(async () => (sim = await started()));
  afterAll(() => sim.close());

  const table = () =>
    addressTable(
      {
        api: { url: 'http://localhost:1' },
        temporal: { address: 'localhost:2', namespace: 'default', taskQueue: 'q' },
        kafka: { brokers: ['localhost:3'] },
        postgres: { url: 'postgresql://localhost:4/db' },
        stripe: { url: sim.url, control: `${sim.url}/_control` },
        bookingOwner: { url: 'http://localhost:5' },
        processes: {},
      } as unknown as StackDescription,
      [],
      '.local',
    );

  it('leads a customer, once filled in, to the form of the payment', async () => {
    const intent = await sim.stripe.paymentIntents.create({ ...order, amount: 12_990 });
    const template = /pay there\s+(\S+)/.exec(table())?.[1] ?? '';
    const address = template
      .replace('{paymentIntentId}', intent.id)
      .replace('{clientSecret}', intent.client_secret ?? '');
    const page = await fetch(address);
    const text = await page.text();
    expect([page.status, address]).toEqual([200, expect.not.stringContaining('{')]);
    expect(text).toContain('€129.90');
    expect(text).toMatch(/<form[^>]* method="post"/);
  });
});
