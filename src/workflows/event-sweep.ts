import { publishPending } from './proxies';

/** Publishes what Kafka did not take at once. Started by the schedule `event-sweep`. */
export async function eventSweep(): Promise<{ published: number; left: number }> {
  return publishPending();
}
