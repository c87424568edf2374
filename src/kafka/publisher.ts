import type { Logger } from '../logger';
import { MAX_BYTES, bytesOf, orderOf, type Job } from './batch';
import { PublisherClosed, QueueFull, RecordTooLarge } from './errors';
import { Lane, type Rejection } from './lane';
import type { KafkaClient, WireRecord } from './ports';

interface PublisherOptions {
  kafka: Pick<KafkaClient, 'producer'>;
  logger: Logger;
  /** Records that may wait; beyond it they are refused and left to the sweep. */
  maxQueued?: number;
  /** Above it a record is refused without asking Kafka, whose own limit is 1 MB. */
  maxBytes?: number;
}

interface PublisherHealth {
  failing: boolean;
  failingTopics: string[];
  queued: number;
  /** Since the last acknowledgement, while records wait for one; else 0. */
  withoutAckMs: number;
}

/**
 * Everything goes through one lane. A topic that fails alone, or one key whose record Kafka refuses,
 * gets a lane of its own until it works again, so that its retries hold up nobody else.
 */
export class Publisher {
  private readonly main: Lane;
  private readonly apart = new Map<string, Lane>();
  private readonly waitingSince = new Map<Job, number>();
  private readonly maxQueued: number;
  private readonly maxBytes: number;
  private closed = false;

  constructor(private readonly options: PublisherOptions) {
    this.maxQueued = options.maxQueued ?? 10_000;
    this.maxBytes = options.maxBytes ?? MAX_BYTES;
    this.main = this.lane();
  }

  /**
   * Queues one record. `settled` hears of the acknowledgement or of the reason why there is none,
   * in the very tick in which the record leaves the queue; for a record that is refused, at once.
   * Records of one key in one topic stay in order: one that fails takes those behind it along.
   */
  offer(record: WireRecord, settled: (error?: Error) => void): void {
    const bytes = bytesOf(record);
    if (this.closed) return settled(new PublisherClosed());
    if (bytes > this.maxBytes)
      return settled(new RecordTooLarge(record.topic, bytes, this.maxBytes));
    if (this.waitingSince.size >= this.maxQueued) return settled(new QueueFull(this.maxQueued));
    const job: Job = {
      record,
      bytes,
      settle: (error) => {
        this.waitingSince.delete(job);
        settled(error);
      },
    };
    this.waitingSince.set(job, Date.now());
    this.laneOf(record).add(job);
  }

  /** Resolves when every record is acknowledged; rejects with the first reason why one is not. */
  async publish(records: readonly WireRecord[]): Promise<void> {
    const acknowledged = records.map(
      (record) =>
        new Promise<void>((resolve, reject) =>
          this.offer(record, (error) => (error === undefined ? resolve() : reject(error))),
        ),
    );
    await Promise.all(acknowledged);
  }

  /** Kafka as a whole is away; asked about a record: its topic or key fails alone. */
  failing(record?: WireRecord): boolean {
    return record ? this.laneOf(record) !== this.main : this.main.failing;
  }

  health(): PublisherHealth {
    const [oldest] = this.waitingSince.values();
    const since = Math.max(oldest ?? 0, this.main.lastAckAt ?? 0);
    return {
      failing: this.main.failing,
      failingTopics: [...new Set([...this.apart.keys()].map((order) => order.split('\n')[0]!))],
      queued: this.waitingSince.size,
      withoutAckMs: oldest === undefined ? 0 : Date.now() - since,
    };
  }

  /** Waits until nothing is queued or in flight: acknowledged or rejected. */
  async drain(): Promise<void> {
    while (this.waitingSince.size > 0)
      await Promise.all([this.main, ...this.apart.values()].map((lane) => lane.drained()));
  }

  /** Refuses what comes from now on, waits for what is on its way, and lets go of Kafka. */
  async disconnect(): Promise<void> {
    this.closed = true;
    await this.drain();
    await Promise.all([this.main, ...this.apart.values()].map((lane) => lane.disconnect()));
  }

  private laneOf(record: WireRecord): Lane {
    return this.apart.get(orderOf(record)) ?? this.apart.get(record.topic) ?? this.main;
  }

  private lane(onEmpty?: (well: boolean) => void): Lane {
    return new Lane({
      connect: () => this.options.kafka.producer(),
      onRejection: (rejection) => this.setApart(rejection),
      ...(onEmpty && { onEmpty }),
    });
  }

  private setApart({ jobs, fault, error }: Rejection): void {
    const record = jobs[0]!.record;
    const { topic } = record;
    this.options.logger.error({ err: error, ...fault, topic }, 'Kafka rejected records');
    const name = fault.scope === 'topic' ? topic : orderOf(record);
    if (fault.scope === 'cluster' || this.apart.has(name)) return;
    const lane = this.lane((well) => {
      if (!well) return;
      this.apart.delete(name);
      lane.disconnect().catch(() => undefined);
    });
    this.apart.set(name, lane);
  }
}
