import { readFileSync } from 'node:fs';
import { Client, Connection } from '@temporalio/client';
import { Kafka, logLevel } from 'kafkajs';
import { Client as Postgres } from 'pg';
import Stripe from 'stripe';
import { startStack, type Stack } from '../../dev/stack/stack';
import { eventually } from '../support/eventually';
import { scratch } from '../support/scratch';

/** A record of Kafka's as a consumer of another team would see it. */
export interface Heard {
  topic: string;
  key: string;
  headers: Record<string, string>;
  body: Record<string, unknown> & { eventType?: string; payload?: Record<string, unknown> };
}

export interface Answer {
  route: string;
  status: number;
  body: Record<string, unknown>;
}

/**
 * The whole system, and clients of it that know nothing of its code: fetch, the plain Stripe SDK,
 * a plain Temporal client, a Kafka consumer, SQL.
 */
export async function startWorld(env: Record<string, string> = {}) {
  const { dir, remove } = scratch('journey');
  const start = () =>
    startStack({
      localDir: dir,
      ports: 'free',
      endWithUs: true,
      env: { ...process.env, LOG_LEVEL: 'info', ...env },
      onProgress: () => undefined,
    });
  let stack = await start();
  let open = await clients(stack);
  const answers: Answer[] = [];

  return {
    /** All that the API has said, for who judges whether it was true. */
    answers,
    dir,
    get at() {
      return stack.description();
    },
    get stack(): Stack {
      return stack;
    },
    get stripe() {
      return open.stripe;
    },
    get temporal() {
      return open.temporal;
    },
    get heard(): readonly Heard[] {
      return open.heard;
    },
    sql: (text: string, values: unknown[] = []) => open.sql(text, values),
    api,
    control: (path: string, body: object) =>
      send('POST', `${stack.description().stripe.control}${path}`, body),
    /** How the owner treats this booking from now on. */
    ownerTreats: (bookingId: string, behaviour: object) => {
      const url = `${stack.description().bookingOwner.url}/_control/bookings/${bookingId}/behaviour`;
      return send('PUT', url, behaviour);
    },
    ledger: () =>
      readFileSync(stack.description().stripe.ledger ?? '', 'utf8')
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as Record<string, unknown>),
    eventsOf: (bookingId: string) => eventsOf(open.heard, bookingId),
    /** Ctrl-C, and `npm start` once more on the same folder. */
    async startAgain(): Promise<void> {
      await open.close();
      await stack.stop();
      stack = await start();
      open = await clients(stack);
    },
    async stop(): Promise<void> {
      await open.close();
      await stack.stop();
      remove();
    },
    logs: (name: string) => readFileSync(`${dir}/logs/${name}.log`, 'utf8'),
  };

  async function api(method: string, path: string, body?: object, headers: object = {}) {
    const response = await fetch(`${stack.description().api.url}${path}`, {
      method,
      headers: { 'content-type': 'application/json', ...headers },
      ...(body && { body: JSON.stringify(body) }),
    });
    const { status } = response;
    const said = (await response.json()) as Record<string, unknown>;
    answers.push({ route: `${method} ${path}`, status, body: said });
    return { status, body: said };
  }
}

export type World = Awaited<ReturnType<typeof startWorld>>;

/** Money that Stripe took and gave back on a PaymentIntent, by Stripe's own word. */
export async function stripeMoney({ stripe }: World, paymentIntentId: string) {
  const charges = await stripe.charges.list({ payment_intent: paymentIntentId });
  const taken = charges.data.filter(({ paid }) => paid);
  return {
    charges: taken.length,
    captured: taken.reduce((sum, charge) => sum + charge.amount_captured, 0),
    refunded: taken.reduce((sum, charge) => sum + charge.amount_refunded, 0),
  };
}

export function bookingBecomes(world: World, bookingId: string, status: string, withinMs = 60_000) {
  return eventually(
    `booking ${bookingId} is ${status}`,
    async () => {
      const { body } = await world.api('GET', `/api/v1/bookings/${bookingId}`);
      return body['status'] === status ? body : undefined;
    },
    { withinMs },
  );
}

function eventsOf(heard: readonly Heard[], bookingId: string): Heard[] {
  return heard.filter(({ topic, key }) => topic === 'booking-payment.events' && key === bookingId);
}

async function clients(stack: Stack) {
  const at = stack.description();
  const { hostname, port } = new URL(at.stripe.url);
  const stripe = new Stripe(at.stripe.secretKey, { host: hostname, port, protocol: 'http' });
  const connection = await Connection.connect({ address: at.temporal.address });
  const database = new Postgres({ connectionString: at.postgres.url });
  await database.connect();
  const heard: Heard[] = [];
  const kafka = new Kafka({
    clientId: 'journey',
    brokers: [...at.kafka.brokers],
    logLevel: logLevel.NOTHING,
    retry: { retries: 100, maxRetryTime: 1_000 },
  });
  const consumer = kafka.consumer({ groupId: `journey-${Date.now()}`, retry: { retries: 100 } });
  await consumer.connect();
  await consumer.subscribe({
    topics: [
      /^booking-payment\.events$/,
      /^dreamscape\.payment\./,
      /^payment\.(completed|failed)$/,
    ],
    fromBeginning: true,
  });
  await consumer.run({
    eachMessage: ({ topic, message }) => {
      heard.push({
        topic,
        key: String(message.key),
        headers: Object.fromEntries(
          Object.entries(message.headers ?? {}).map(([name, value]) => [name, String(value)]),
        ),
        body: JSON.parse(String(message.value)) as Heard['body'],
      });
      return Promise.resolve();
    },
  });
  return {
    stripe,
    temporal: new Client({ connection }),
    heard,
    sql: async (text: string, values: unknown[]) =>
      (await database.query<Record<string, unknown>>(text, values)).rows,
    async close() {
      await consumer.disconnect();
      await database.end();
      await connection.close();
    },
  };
}

async function send(method: string, url: string, body: object): Promise<unknown> {
  const response = await fetch(url, {
    method,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${url} answers ${response.status}: ${await response.text()}`);
  return response.json();
}
