import type { Check, HealthChecks } from './health';

const ANSWER_WITHIN_MS = 2_000;
/** Whoever watches our health must not become a load on what we need. */
const FRESH_FOR_MS = { database: 1_000, temporal: 1_000, kafka: 5_000, stripe: 30_000 };

/** Asks are answered with a word; a throw means unhealthy, and its message may be the word. */
export function createHealthChecks(
  asks: Record<keyof HealthChecks, () => Promise<string>>,
): HealthChecks {
  return {
    kafka: remembered(asks.kafka, FRESH_FOR_MS.kafka),
    stripe: remembered(asks.stripe, FRESH_FOR_MS.stripe),
    database: remembered(asks.database, FRESH_FOR_MS.database),
    temporal: remembered(asks.temporal, FRESH_FOR_MS.temporal),
  };
}

/** One ask at a time, its answer kept for a while; a bad one only for a second. */
function remembered(ask: () => Promise<string>, freshForMs: number): () => Promise<Check> {
  let asking: Promise<Check> | undefined;
  let last: { check: Check; until: number } | undefined;
  const renew = async (): Promise<Check> => {
    const check = await ask().then(
      (status) => ({ healthy: true, status }),
      (error: unknown) => ({ healthy: false, status: wordOf(error) }),
    );
    last = { check, until: Date.now() + (check.healthy ? freshForMs : 1_000) };
    asking = undefined;
    return check;
  };
  return async () => {
    if (last && last.until > Date.now()) return last.check;
    asking ??= renew();
    return Promise.race([asking, noAnswer()]);
  };
}

function noAnswer(): Promise<Check> {
  return new Promise((resolve) => {
    const silent = () => resolve({ healthy: false, status: 'no answer' });
    setTimeout(silent, ANSWER_WITHIN_MS).unref();
  });
}

/** Internal texts stay in: only a word that a check chose itself is shown. */
function wordOf(error: unknown): string {
  const word = error instanceof Error ? error.message : '';
  return /^[a-z ]{1,20}$/.test(word) ? word : 'unreachable';
}

interface Brokers {
  topicNames(): Promise<unknown>;
  disconnect(): Promise<void>;
}

/** Asks through one connection, which is made anew after it has failed. */
export function createBrokersCheck(connect: () => Promise<Brokers>) {
  let brokers: Promise<Brokers> | undefined;
  return {
    async ask(): Promise<string> {
      const asked = (brokers ??= connect());
      try {
        await (await asked).topicNames();
        return 'connected';
      } catch (error) {
        brokers = undefined;
        void asked.then((old) => old.disconnect()).catch(() => undefined);
        throw error;
      }
    },
    async close(): Promise<void> {
      await (await brokers?.catch(() => undefined))?.disconnect();
    },
  };
}
