import type { World } from './world';

const PAUSE_MS = 200;

/** 001's customer service: Stripe's webhooks arrive there, and it hands each one on by Kafka. */
export function openForwarding(world: World, toKafka: (event: object) => Promise<void>) {
  const known = new Set<string>();
  let paused = false;
  let stopped = false;
  let turn = Promise.resolve();

  async function pass(): Promise<void> {
    const fresh: { id: string }[] = [];
    for await (const event of world.stripe.events.list({ limit: 100 })) {
      if (known.has(event.id)) break; // newest first: the rest is known
      fresh.push(event);
    }
    for (const event of fresh.reverse()) {
      await toKafka(event);
      known.add(event.id);
    }
  }

  const running = (async () => {
    while (!stopped) {
      if (!paused) await (turn = pass());
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
  })();

  return {
    /** Resolves when nothing is on its way any more. */
    pause: (): Promise<void> => {
      paused = true;
      return turn;
    },
    resume: (): void => void (paused = false),
    stop: (): Promise<void> => {
      stopped = true;
      return running;
    },
  };
}
