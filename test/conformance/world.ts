import { Kafka, logLevel } from 'kafkajs';
import Stripe from 'stripe';
import { npmStart, type Addresses } from './stack';

type Json = Record<string, unknown>;

/** A record as another team's consumer sees it. */
export interface Heard {
  readonly topic: string;
  readonly key: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Json;
}

const PATIENCE_MS = 60_000;

/** Clients of the running system that know nothing but the documents. */
export async function openWorld(env: Record<string, string> = {}) {
  const { addresses, stop } = await npmStart(env);
  const kafka = new Kafka({
    clientId: 'conformance',
    brokers: [...addresses.kafka.brokers],
    logLevel: logLevel.NOTHING,
  });
  const producer = kafka.producer({ allowAutoTopicCreation: false });
  await producer.connect();
  const { heard, close } = await listener(kafka);
  const stripe = stripeAt(addresses);

  /** The first record of a topic that fits; every one is heard, however early it came. */
  async function hear(
    topic: string,
    fits: (record: Heard) => boolean,
    withinMs = PATIENCE_MS,
  ): Promise<Heard> {
    const giveUpAt = Date.now() + withinMs;
    for (;;) {
      const found = heard.find((record) => record.topic === topic && fits(record));
      if (found) return found;
      if (Date.now() > giveUpAt) throw new Error(`nothing of it on ${topic}\n${list(heard)}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  return {
    stripe,
    heard,
    hear,

    async call(method: string, path: string, body?: object, headers: Record<string, string> = {}) {
      const response = await fetch(new URL(path, addresses.api.url), {
        method,
        headers: { ...(body && { 'content-type': 'application/json' }), ...headers },
        ...(body && { body: JSON.stringify(body) }),
      });
      return { status: response.status, body: (await response.json()) as Json };
    },

    async produce(topic: string, key: string | null, value: object | string, headers = {}) {
      const text = typeof value === 'string' ? value : JSON.stringify(value);
      await producer.send({ topic, messages: [{ key, value: text, headers }] });
    },

    /** As the customer's browser does, with Stripe's test cards. */
    pay: (paymentIntentId: string, card = 'pm_card_visa') =>
      stripe.paymentIntents.confirm(paymentIntentId, {
        payment_method: card,
        return_url: 'http://localhost:5173/payment/confirmation',
      }),

    /** What Stripe would send, signed with the endpoint's secret. */
    signed(event: object) {
      const payload = JSON.stringify(event);
      const secret = addresses.stripe.webhookSecret;
      return { payload, signature: Stripe.webhooks.generateTestHeaderString({ payload, secret }) };
    },

    /** Turns a knob of the simulated Stripe. */
    control: (path: string, body: object) => post(`${addresses.stripe.control}${path}`, body),

    /** No webhook comes by HTTP from now on. */
    withoutWebhooks: () => post(`${addresses.stripe.control}/webhooks`, { endpoints: [] }, 'PUT'),

    /** How the local booking owner treats a booking from now on. */
    ownerTreats: (bookingId: string, behaviour: object) =>
      post(
        `${addresses.bookingOwner.url}/_control/bookings/${bookingId}/behaviour`,
        behaviour,
        'PUT',
      ),

    async close(): Promise<void> {
      await close();
      await producer.disconnect();
      await stop();
    },
  };
}

export type World = Awaited<ReturnType<typeof openWorld>>;

function stripeAt({ stripe }: Addresses): Stripe {
  const { hostname, port } = new URL(stripe.url);
  return new Stripe(stripe.secretKey, { host: hostname, port, protocol: 'http' });
}

async function listener(kafka: Kafka) {
  const heard: Heard[] = [];
  const consumer = kafka.consumer({ groupId: `conformance-${Date.now()}`, maxWaitTimeInMs: 200 });
  await consumer.connect();
  await consumer.subscribe({ topics: [/^(?!__)/], fromBeginning: true });
  await consumer.run({
    eachMessage: ({ topic, message }) => {
      const headers = Object.entries(message.headers ?? {});
      heard.push({
        topic,
        key: String(message.key),
        headers: Object.fromEntries(headers.map(([name, value]) => [name, String(value)])),
        body: bodyOf(message.value),
      });
      return Promise.resolve();
    },
  });
  return { heard, close: () => consumer.disconnect() };
}

/** Poison is heard, too. */
function bodyOf(value: Buffer | null): Json {
  try {
    return JSON.parse(String(value)) as Json;
  } catch {
    return {};
  }
}

async function post(url: string, body: object, method = 'POST'): Promise<void> {
  const response = await fetch(url, {
    method,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${url}: ${response.status} ${await response.text()}`);
}

function list(heard: readonly Heard[]): string {
  return heard.map(({ topic, key }) => `${topic} ${key}`).join('\n');
}
