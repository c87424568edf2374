// jest runs the set-up once per project that names it, all in one process and before any test: what
// one started the others must find. Tear-down runs as often, after all tests.
type Stop = () => Promise<void>;

interface Started {
  readonly parts: Map<string, Promise<Stop>>;
}

const KEY = Symbol.for('booking-payment-saga.test-parts');

function started(): Started {
  const store = globalThis as unknown as Record<symbol, Started | undefined>;
  return (store[KEY] ??= { parts: new Map() });
}

/** Starts the part unless it was; `start` answers how to stop it. */
export async function startOnce(part: string, start: () => Promise<Stop>): Promise<void> {
  const { parts } = started();
  const starting = parts.get(part) ?? start();
  parts.set(part, starting);
  await starting;
}

export async function stopAll(): Promise<void> {
  const { parts } = started();
  const stops = [...parts.values()];
  parts.clear();
  await Promise.all(stops.map(async (stop) => (await stop)()));
}
