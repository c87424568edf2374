import { defaultSettings, type Settings, type TaskKind } from '../objects/simulation';
import { createClock, type Clock } from './clock';
import { createEventLog, type EventLog } from './event-log';
import { newId } from './ids';
import { createLedger, type Ledger } from './ledger';
import { createStore, type Cause, type Store } from './store';

/** Everything that an operation of Stripe's works on. */
export type World = {
  clock: Clock;
  ledger: Ledger;
  store: Store;
  events: EventLog;
  secretKey: string;
  /** Where customers are sent to; known once the server listens. */
  url: string;
  settings(): Settings;
  schedule(kind: TaskKind, subject: string, inSeconds: number): void;
  scheduleAt(kind: TaskKind, subject: string, due: number): void;
  /** Runs one act to its end: its changes and events have one cause and are one write. */
  act<T>(cause: Cause, work: () => T): T;
};

type Setup = { ledger?: string | undefined; secretKey: string; apiVersion: string };

export function createWorld({ ledger: path, secretKey, apiVersion }: Setup): World {
  let cause: Cause = { by: 'start', request: null, idempotencyKey: null };
  const clock = createClock();
  const ledger = createLedger(path, clock, secretKey);
  const store = createStore(ledger, () => cause);
  const events = createEventLog({ ledger, clock, cause: () => cause, apiVersion });

  const scheduleAt: World['scheduleAt'] = (kind, subject, due) =>
    void store.save({ id: newId('task'), object: 'task', kind, subject, due });

  return {
    clock,
    ledger,
    store,
    events,
    secretKey,
    url: '',
    settings: () => ({ ...defaultSettings, ...store.find('settings', 'settings') }),
    scheduleAt,
    schedule: (kind, subject, inSeconds) => scheduleAt(kind, subject, clock.now() + inSeconds),
    act(next, work) {
      const outer = cause;
      cause = next;
      try {
        return ledger.inOneWrite(work);
      } finally {
        cause = outer;
      }
    },
  };
}
