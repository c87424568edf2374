import type { PoisonReason } from './poison-record';

/** Plain callbacks, so that any metrics library fits. What they throw is ignored. */
export interface ConsumerMetrics {
  /** A record is done, or a dead letter. `seconds`: of all its attempts, pauses included. */
  processed?(record: { readonly topic: string; readonly seconds: number }): void;
  /** One attempt has failed and will be repeated. */
  failed?(record: { readonly topic: string; readonly error: unknown }): void;
  /** A dead letter is acknowledged. */
  deadLetter?(record: { readonly topic: string; readonly reason: PoisonReason }): void;
}
