import type { StripeEvent } from '../objects/event';
import { DAY } from '../state/clock';
import type { LedgerLine } from '../state/ledger';
import type { World } from '../state/world';
import { createDispatchQueue } from './dispatch-queue';
import type { Endpoint } from './endpoint';
import { post } from './post';
import { reorder } from './reordering';
import type { WebhookFault, WebhookFaults } from './webhook-faults';

/** Stripe goes on for three days; ours has the same end, but does not let a developer wait. */
const RETRIED_SECONDS = 3 * DAY;
const FIRST_RETRY_MS = 500;
const LONGEST_RETRY_MS = 30_000;

type Job = {
  event: string;
  endpoint: string;
  attempt: number;
  faults: WebhookFault[];
  /** When it failed first: a clock that was moved far has not used up what nobody tried. */
  failing?: number | undefined;
};

export type Deliveries = ReturnType<typeof createDeliveries>;

/** At least once, unordered, until the endpoint says 2xx. */
export function createDeliveries(world: World, faults: WebhookFaults, stopped: AbortSignal) {
  const queue = createDispatchQueue();
  const timers = new Set<NodeJS.Timeout>();
  const ended = new Set<string>();
  const reordered = reorder();
  let endpoints: Endpoint[] = [];

  /** New endpoints are owed whatever nobody at their place has taken yet. */
  function start(next: Endpoint[]): void {
    const present = new Set(endpoints.map((endpoint) => endpoint.id));
    endpoints = next;
    world.events.listen(endpoints, plan);
    for (const event of world.events.all().reverse())
      for (const endpoint of world.events.waiting(event))
        if (!present.has(endpoint) && !ended.has(`${event.id} ${endpoint}`))
          push({ event: event.id, endpoint });
  }

  function plan(event: StripeEvent): void {
    const struck = faults.strike(event);
    const dropped = struck.find((fault) => fault.kind === 'drop');
    for (const { id: endpoint, url } of endpoints) {
      const job = { event: event.id, endpoint, attempt: 1, faults: struck };
      if (dropped) {
        record({ ...job, outcome: 'dropped', type: event.type, url, fault: dropped.id });
        continue;
      }
      const window = struck.find((fault) => fault.kind === 'reorder');
      const delay = struck.find((fault) => fault.kind === 'delay')?.ms ?? 0;
      if (window) reordered.hold(window, () => inTurn(job), later);
      else later(delay, () => queue.push(() => attempt(job)));
      const copies = struck.find((fault) => fault.kind === 'duplicate')?.copies ?? 0;
      for (let copy = 0; copy < copies; copy += 1)
        later(delay, () => queue.push(() => attempt(job, 'once')));
    }
  }

  /** One after the other, unless webhooks are paused. */
  async function inTurn(job: Job): Promise<void> {
    if (queue.isPaused()) queue.push(() => attempt(job));
    else await attempt(job);
  }

  function push({ event, endpoint }: Pick<Job, 'event' | 'endpoint'>): void {
    queue.push(() => attempt({ event, endpoint, attempt: 1, faults: [] }));
  }

  async function attempt(job: Job, how: 'until taken' | 'once' = 'until taken'): Promise<void> {
    const event = world.events.find(job.event);
    const endpoint = endpoints.find((each) => each.id === job.endpoint);
    if (!event || !endpoint || stopped.aborted) return;
    const facts = { ...job, type: event.type, url: endpoint.url };
    if (job.failing !== undefined && job.failing + RETRIED_SECONDS < world.clock.now())
      return record({ ...facts, outcome: 'abandoned' });

    const shift = job.faults.find((fault) => fault.kind === 'timestamp')?.seconds ?? 0;
    const timestamp = Math.floor(Date.now() / 1000) + shift;
    const badSignature = job.faults.some((fault) => fault.kind === 'bad_signature');
    const reply = await post({ event, endpoint, timestamp, badSignature }, stopped);
    if (stopped.aborted) return;
    const taken = reply.status !== null && reply.status >= 200 && reply.status < 300;
    if (taken) world.events.take(event.id, endpoint.id);
    record({ ...facts, outcome: taken ? 'delivered' : 'failed', ...reply, timestamp });
    if (taken || how === 'once') return;
    const wait = Math.min(FIRST_RETRY_MS * 2 ** (job.attempt - 1), LONGEST_RETRY_MS);
    const failing = job.failing ?? world.clock.now();
    later(wait, () => queue.push(() => attempt({ ...job, attempt: job.attempt + 1, failing })));
  }

  function record({ faults: _, failing: __, ...facts }: Job & Record<string, unknown>): void {
    world.ledger.append('delivery', facts);
  }

  function later(ms: number, work: () => void): void {
    if (ms === 0) return work();
    const timer = setTimeout(() => {
      timers.delete(timer);
      work();
    }, ms);
    timers.add(timer);
  }

  return {
    start,
    pause: queue.pause,
    resume: queue.resume,
    status: () => ({ paused: queue.isPaused(), sending: queue.length(), later: timers.size }),
    endpoints: () => endpoints,
    redeliver(event: string) {
      for (const endpoint of endpoints)
        queue.push(() => attempt({ event, endpoint: endpoint.id, attempt: 1, faults: [] }, 'once'));
    },
    restore(line: LedgerLine) {
      const [event, endpoint] = [line['event'] as string, line['endpoint'] as string];
      if (line['outcome'] === 'delivered') world.events.take(event, endpoint);
      else if (line['outcome'] !== 'failed') ended.add(`${event} ${endpoint}`);
    },
    /** Nothing more is sent for what has happened so far. */
    forget() {
      timers.forEach(clearTimeout);
      timers.clear();
      queue.clear();
    },
  };
}
