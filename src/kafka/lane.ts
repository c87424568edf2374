import { groupBy, orderOf, takeBatch, type Job } from './batch';
import { faultOf, type Fault } from './errors';
import type { Producer } from './ports';

interface LaneOptions {
  connect: () => Promise<Producer>;
  /** Told just before the jobs are, so that none of them can be queued here again. */
  onRejection?: (rejection: Rejection) => void;
  /** Nothing waits any more; `well`: the last batch was acknowledged. */
  onEmpty?: (well: boolean) => void;
}

/** Jobs that Kafka did not take: one topic's or one key's, unless the whole cluster is at fault. */
export interface Rejection {
  jobs: readonly Job[];
  fault: Fault;
  error: Error;
}

const STALLED_MS = 2_000;
const SEND_DEADLINE_MS = 60_000;

/**
 * One producer and one batch in flight. Concurrent idempotent sends of kafkajs lose acknowledged
 * records when an answer is lost (kafkajs#1005), and so does a producer that is used again after a
 * rejection: what arrives meanwhile waits and goes together, and every rejection costs the producer.
 */
export class Lane {
  lastAckAt: number | undefined;
  private rejection: Rejection | undefined;
  private sendingSince: number | undefined;
  private queue: Job[] = [];
  private pumping: Promise<void> | undefined;
  private producer: Producer | undefined;

  constructor(private readonly options: LaneOptions) {}

  /** The last batch met an outage, or the present one hangs. */
  get failing(): boolean {
    const stalled = this.sendingSince !== undefined && Date.now() - this.sendingSince > STALLED_MS;
    return this.rejection?.fault.scope === 'cluster' || stalled;
  }

  add(job: Job): void {
    this.queue.push(job);
    this.pumping ??= this.pump();
  }

  async drained(): Promise<void> {
    await this.pumping;
  }

  async disconnect(): Promise<void> {
    const { producer } = this;
    this.producer = undefined;
    await producer?.disconnect();
  }

  private async pump(): Promise<void> {
    await Promise.resolve(); // what one tick offers goes out together
    while (this.queue.length > 0) this.rejection = await this.deliver(takeBatch(this.queue));
    this.pumping = undefined;
    this.options.onEmpty?.(this.rejection === undefined);
  }

  /** Answers the last rejection that it met; undefined when all is acknowledged. */
  private async deliver(jobs: readonly Job[]): Promise<Rejection | undefined> {
    try {
      await this.send(jobs);
    } catch (thrown) {
      const error = thrown instanceof Error ? thrown : new Error(String(thrown));
      // Disconnecting flushes nothing that we still count on, and may hang with the broker.
      this.disconnect().catch(() => undefined);
      return await this.rejected({ jobs, fault: faultOf(error), error });
    }
    this.lastAckAt = Date.now();
    for (const job of jobs) job.settle();
    return undefined;
  }

  private async send(jobs: readonly Job[]): Promise<void> {
    this.sendingSince = Date.now();
    try {
      this.producer ??= await this.options.connect();
      await inTime(this.producer.send(jobs.map((job) => job.record)));
    } finally {
      this.sendingSince = undefined;
    }
  }

  /** One bad topic or record rejects its whole batch: send smaller parts until it stands alone. */
  private async rejected(rejection: Rejection): Promise<Rejection | undefined> {
    const parts = partsOf(rejection);
    if (parts.length === 1) return this.fail(rejection);
    let last: Rejection | undefined;
    for (const jobs of parts) {
      // Kafka or the topic went away in between: there is no use in asking for every part.
      if (last && jobs.every(touchedBy(last))) this.fail({ ...last, jobs });
      else last = (await this.deliver(jobs)) ?? last;
    }
    return last;
  }

  /** What waits and is touched falls as well: it may not overtake, and would fare no better. */
  private fail(rejection: Rejection): Rejection {
    const touched = touchedBy(rejection);
    const fallen = this.queue.filter(touched);
    this.queue = this.queue.filter((job) => !touched(job));
    this.options.onRejection?.(rejection);
    for (const job of [...rejection.jobs, ...fallen]) job.settle(rejection.error);
    return rejection;
  }
}

function partsOf({ jobs, fault }: Rejection): (readonly Job[])[] {
  if (fault.scope === 'cluster') return [jobs];
  const topics = [...groupBy(jobs, (job) => job.record.topic).values()];
  if (topics.length > 1 || fault.scope === 'topic') return topics;
  return [...groupBy(jobs, (job) => orderOf(job.record)).values()];
}

function touchedBy({ jobs: [first], fault }: Rejection): (job: Job) => boolean {
  switch (fault.scope) {
    case 'cluster':
      return () => true;
    case 'topic':
      return (job) => job.record.topic === first?.record.topic;
    case 'record':
      return (job) => first !== undefined && orderOf(job.record) === orderOf(first.record);
  }
}

/** A send that never settles would stop everything behind it. */
async function inTime(sending: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    const error = new Error(`Kafka has not answered within ${SEND_DEADLINE_MS} ms`);
    timer = setTimeout(() => reject(error), SEND_DEADLINE_MS);
  });
  try {
    await Promise.race([sending, late]);
  } finally {
    clearTimeout(timer);
  }
}
