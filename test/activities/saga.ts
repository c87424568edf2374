import { MockActivityEnvironment } from '@temporalio/testing';
import { DefaultLogger } from '@temporalio/worker';
import { createActivities, type Activities } from '../../src/activities';
import type { Dependencies, Policy } from '../../src/activities/dependencies';
import { createEffects } from '../../src/activities/effects';
import type { RefundStart } from '../../src/activities/refunding';
import { failureInterceptor } from '../../src/activities/failures';
import { createWebhookBackfill } from '../../src/activities/webhook-backfill';
import { createBookingOwner } from '../../src/booking-owner/client';
import { createDatabase, type Database } from '../../src/db/client';
import { createTransitions } from '../../src/db/transitions';
import type { BookingRequest } from '../../src/domain/booking';
import { paymentIdOf } from '../../src/domain/ids';
import type { RefundView } from '../../src/domain/views';
import { createBackfill } from '../../src/inbox/webhook-backfill';
import { createContracts } from '../../src/kafka/contracts';
import { createLogger } from '../../src/logger';
import { createStripe } from '../../src/stripe/client';
import { createEvents } from '../../src/stripe/events';
import { createDisputes } from '../../src/stripe/disputes';
import { createPaymentIntents } from '../../src/stripe/payment-intents';
import { createInvoices } from '../../src/stripe/invoices';
import { createRefunds } from '../../src/stripe/refunds';
import { createSavedCards } from '../../src/stripe/saved-cards';
import { createSubscriptions } from '../../src/stripe/subscriptions';
import { startOwner, type TestBookingOwner } from '../support/booking-owner';
import { freshDatabase } from '../support/postgres';
import { startStripe, type TestStripe } from '../support/stripe';
import { audit } from './books';
import { readLedger } from './ledger';

const MINUTE = 60_000;
const logger = createLogger('worker', 'silent');

const POLICY: Policy = {
  paymentWindowMs: 15 * MINUTE,
  confirmWindowMs: 120 * MINUTE,
  maxAttempts: 10,
  failurePolicy: 'retry',
  methodTypes: ['card'],
  livemode: false,
  returnUrl: 'http://localhost:5173/payment/confirmation',
};

/** What Temporal would tell an activity about its own history. */
interface Scheduled {
  attempt?: number;
  agoMs?: number;
}

export type Saga = Awaited<ReturnType<typeof startSaga>>;

/** The activities as the worker builds them, on real PostgreSQL, simulator and booking owner. */
export async function startSaga() {
  const [database, simulator, house] = await Promise.all([
    freshDatabase(),
    startStripe(),
    startOwner(),
  ]);
  const db = createDatabase(database.url);
  const stripe = createStripe(simulator.secretKey, simulator.url);
  const offered: string[] = [];
  const contracts = createContracts({
    families: ['canonical', 'dreamscape', 'customer', 'orders'],
    defaultBindings: ['dreamscape'],
    topicPrefix: '',
    topicMap: {},
    dreamscapeFlatTopics: true,
    dreamscapePartialRefunds: 'separate',
  });
  const deps: Dependencies = {
    db,
    transitions: createTransitions(db, contracts.render, false),
    offer: (bookingId) => Promise.resolve(void offered.push(bookingId)),
    offerSubscription: (setupId) => Promise.resolve(void offered.push(setupId)),
    contracts,
    once: createEffects(db),
    intents: createPaymentIntents(stripe),
    refunds: createRefunds(stripe),
    disputes: createDisputes(stripe),
    subscriptions: createSubscriptions(stripe),
    invoices: createInvoices(stripe),
    cards: createSavedCards(stripe),
    owner: createBookingOwner(house.url, 1_000),
    policy: POLICY,
    now: Date.now,
    logger,
  };

  /** The activities, each call in an activity context of its own; `changed` replaces parts. */
  function acts(changed: Partial<Dependencies> = {}, scheduled: Scheduled = {}): Activities {
    const all = { ...deps, ...changed };
    const scanned = { ...all, events: createEvents(stripe), livemode: all.policy.livemode };
    const activities = createActivities(all, {
      publishPending: () => Promise.resolve({ published: 0, left: 0 }),
      ...createWebhookBackfill(createBackfill(scanned)),
    });
    const inContext = Object.entries(activities).map(([name, activity]) => [
      name,
      (...args: never[]) => environment(scheduled).run(activity as never, ...args),
    ]);
    return Object.fromEntries(inContext) as Activities;
  }

  const activities = acts();
  return {
    db,
    databaseUrl: database.url,
    stripe,
    deps,
    contracts,
    offered,
    acts,
    ...activities,
    /** Opens a refund that must not be refused. */
    async refunded(start: RefundStart): Promise<RefundView> {
      const opened = await activities.openRefund(start);
      if (opened.refused) throw new Error(`refused: ${opened.refused}`);
      return opened.refund;
    },
    withPolicy: (policy: Partial<Policy>) => acts({ policy: { ...POLICY, ...policy } }),
    ledger: () => readLedger(simulator.ledger),
    ...controls(simulator, house),
    audit: () => audit(db, readLedger(simulator.ledger)),
    async stop() {
      await db.$disconnect();
      await Promise.all([simulator.stop(), house.stop(), database.drop()]);
    },
  };
}

/** One for a group of tests. After each of them our books must agree with Stripe's. */
export function useSaga(begin: (saga: Saga) => void): void {
  let saga: Saga | undefined;
  beforeAll(async () => begin((saga = await startSaga())));
  afterEach(async () => {
    await saga?.clearFaults();
    expect(await saga?.audit()).toEqual([]);
  });
  afterAll(() => saga?.stop());
}

function environment({ attempt = 1, agoMs = 0 }: Scheduled): MockActivityEnvironment {
  const info = { attempt, scheduledTimestampMs: Date.now() - agoMs };
  return new MockActivityEnvironment(info, {
    logger: new DefaultLogger('ERROR'),
    interceptors: [() => ({ inbound: failureInterceptor(logger) })],
  });
}

function controls(simulator: TestStripe, house: TestBookingOwner) {
  return {
    simulate: <T = unknown>(path: string, body: object = {}): Promise<T> =>
      send<T>(`${simulator.control}${path}`, 'POST', body),
    clearFaults: () => send(`${simulator.control}/faults`, 'DELETE'),
    /** How the owner treats the booking from now on. */
    ownerIs: (bookingId: string, behaviour: object) =>
      send(`${house.control}/bookings/${bookingId}/behaviour`, 'PUT', behaviour),
    /** Where the owner has the booking: held, confirmed, released. */
    placeOf: async (bookingId: string) =>
      (await send<{ state?: string }>(`${house.control}/bookings/${bookingId}`, 'GET')).state,
    ownerUrl: house.url,
    stripePort: Number(new URL(simulator.url).port),
    restartStripe: () => simulator.restart(),
  };
}

async function send<T>(url: string, method: string, body?: object): Promise<T> {
  const headers = { 'content-type': 'application/json' };
  const options = body ? { method, headers, body: JSON.stringify(body) } : { method };
  const response = await fetch(url, options);
  if (response.status === 400) throw new Error(`${method} ${url}: ${await response.text()}`);
  return (await response.json()) as T;
}

let last = 0;

/** A booking that no other test of the run has. */
export function bookingRequest(more: Partial<BookingRequest> = {}): BookingRequest {
  const bookingId = `bk-${process.pid}-${++last}`;
  return { bookingId, userId: 'usr-1', amount: 12_990, currency: 'eur', ...more };
}

export function startOf(request: BookingRequest, startedAt = Date.now()) {
  return { request, workflowId: `booking-${request.bookingId}`, startedAt };
}

/** What the database and Stripe know of a booking. */
export async function bookOf(db: Database, bookingId: string) {
  const where = { bookingId };
  const paymentId = paymentIdOf(bookingId);
  const [booking, payment, charges, refunds, transitions, flags] = await Promise.all([
    db.booking.findUniqueOrThrow({ where }),
    db.payment.findUniqueOrThrow({ where }),
    db.charge.findMany({ where: { paymentId }, orderBy: { createdAt: 'asc' } }),
    db.refund.findMany({ where: { paymentId }, orderBy: { createdAt: 'asc' } }),
    db.transition.findMany({
      where: { aggregateid: bookingId },
      orderBy: { sequence: 'asc' },
    }),
    db.flag.findMany({ where: { ...where, clearedAt: null } }),
  ]);
  const types = transitions.map(({ type }) => type);
  return { booking, payment, charges, refunds, transitions, types, flags };
}

/** The same call five times at once; as under Temporal, one that fails is tried again. */
export function fiveTimes<T>(call: () => Promise<T>): Promise<T[]> {
  return Promise.all(Array.from({ length: 5 }, () => insist(call)));
}

/** Tries again as Temporal would, for a while. */
export async function insist<T>(call: () => Promise<T>, tries = 8): Promise<T> {
  try {
    return await call();
  } catch (error) {
    const final = (error as { nonRetryable?: boolean }).nonRetryable === true;
    if (tries <= 1 || final) throw error;
    await new Promise((resolve) => setTimeout(resolve, 20));
    return insist(call, tries - 1);
  }
}
