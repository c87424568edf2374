import type { WebhookFault } from './webhook-faults';

type Send = () => Promise<void>;

/** Holds what comes within the window, then sends it one after the other, last one first. */
export function reorder() {
  const held = new Map<string, Send[]>();

  return {
    hold(fault: WebhookFault, send: Send, later: (ms: number, work: () => void) => void) {
      const batch = held.get(fault.id);
      if (batch) return void batch.push(send);
      held.set(fault.id, [send]);
      later(Math.max(1, fault.ms), () => {
        const sends = held.get(fault.id) ?? [];
        held.delete(fault.id);
        void inReverse(sends);
      });
    },
  };
}

async function inReverse(sends: Send[]): Promise<void> {
  for (const send of sends.reverse()) await send();
}
