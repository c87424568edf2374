import { stripeMock } from '../../dev/parts/stripe-mock';
import { startMock } from './contract/mock';
import { readContract, type Contract } from './contract/openapi';
import { recordingSdk, type Exchange } from './contract/recording';
import { walk } from './contract/walk';
import { eventually } from './eventually';
import { started, type Started } from './started';
import { webhookReceiver } from './webhook-receiver';

type Mock = Awaited<ReturnType<typeof startMock>>;
type Answer = Record<string, unknown>;

describe("Stripe's own description of its API", () => {
  let sim: Started;
  let mock: Mock;
  let contract: Contract;
  let receiver: Awaited<ReturnType<typeof webhookReceiver>>;
  let exchanges: Exchange[];

  beforeAll(async () => {
    const { binary, spec } = await stripeMock();
    contract = readContract(spec);
    mock = await startMock(binary);
    receiver = await webhookReceiver();
    sim = await started({ webhooks: [{ url: receiver.url, secrets: ['whsec_1'] }] });
    const recorded = recordingSdk(sim.url);
    await walk(sim, recorded.stripe);
    exchanges = recorded.exchanges;
  }, 300_000);

  afterAll(async () => {
    await sim.close();
    await mock.stop();
    await receiver.close();
  });

  const answersOf = (status: (status: number) => boolean) =>
    exchanges.filter((exchange) => status(exchange.status));

  it('fits every answer of the simulator, errors included', () => {
    expect(answersOf((status) => status === 200).length).toBeGreaterThan(50);
    expect(answersOf((status) => status >= 400).length).toBeGreaterThan(5);
    const wrong = exchanges.map(({ method, path, status, answer }) => ({
      call: `${method} ${path} ${status}`,
      problems: contract.checkAnswer(method, path, status, answer),
    }));
    expect(wrong.filter(({ problems }) => problems.length > 0)).toEqual([]);
  });

  it('fits every webhook, and the object inside it', async () => {
    const emitted = await sim.stripe.events.list({ limit: 100 }).autoPagingToArray({ limit: 1000 });
    await eventually('all webhooks', () => receiver.all.length >= emitted.length);
    const wrong = receiver.all.flatMap(({ event }) => [
      ...contract.checkObject('event', event),
      ...contract.checkObject(event.data.object.object, event.data.object),
    ]);
    expect(wrong).toEqual([]);
    const kinds = new Set(receiver.all.map(({ event }) => event.data.object.object));
    expect([...kinds].sort()).toEqual(
      expect.arrayContaining([
        ...['charge', 'customer', 'dispute', 'payment_intent', 'refund', 'setup_intent'],
        ...['product', 'price', 'subscription', 'invoice', 'invoice_payment', 'payment_method'],
      ]),
    );
  });

  it('has every request that the simulator accepts, says stripe-mock', async () => {
    const accepted = answersOf((status) => status === 200);
    const objections = [];
    for (const exchange of accepted) objections.push(await mock.objection(exchange));
    expect(objections.filter((objection) => objection !== undefined)).toEqual([]);
  });

  describe('is a check that can fail', () => {
    const retrieved = () => {
      const found = exchanges.find(({ path, status }) => /pi_\w+$/.test(path) && status === 200);
      return structuredClone(found?.answer) as Answer;
    };
    const check = (answer: unknown, path = '/v1/payment_intents/pi_1') =>
      contract.checkAnswer('GET', path, 200, answer);

    it.each([
      ['a text for a number', (intent: Answer) => void (intent['amount'] = '5000')],
      ['a state that does not exist', (intent: Answer) => void (intent['status'] = 'paid')],
      ['a missing field', (intent: Answer) => void delete intent['created']],
      ['an invented field', (intent: Answer) => void (intent['sim'] = {})],
      ['null where none is allowed', (intent: Answer) => void (intent['currency'] = null)],
      [
        'a wrong field deep inside',
        (intent: Answer) =>
          void (intent['next_action'] = { type: 'x', redirect_to_url: { url: 1 } }),
      ],
    ])('for %s', (_what, spoil) => {
      const intent = retrieved();
      expect(check(intent)).toEqual([]);
      spoil(intent);
      expect(check(intent)).not.toEqual([]);
    });

    it.each([
      ['subscriptions', 'current_period_end', 1],
      ['invoices', 'payment_intent', 'pi_1'],
      ['invoices', 'subscription', 'sub_1'],
      ['setup_intents', 'status', 'paid'],
      ['prices', 'unit_amount', '990'],
    ])('for %s with the %s of another version', (kind, field, value) => {
      const path = new RegExp(`^/v1/${kind}/[a-z]+_\\w+$`);
      const found = exchanges.find(
        (each) => path.test(each.path) && each.method === 'GET' && each.status === 200,
      );
      const spoilt = { ...(found?.answer as Answer), [field]: value };
      expect(check(found?.answer, found?.path)).toEqual([]);
      expect(check(spoilt, found?.path)).not.toEqual([]);
    });

    it('for an address that Stripe does not have', () => {
      expect(check({}, '/v1/bookings')).not.toEqual([]);
    });

    it('for a request that Stripe would refuse', async () => {
      const [creation] = exchanges;
      if (!creation) throw new Error('nothing was recorded');
      const body = `${creation.body}&colour=red`;
      expect(await mock.objection({ ...creation, body })).toContain('colour');
    });
  });
});
