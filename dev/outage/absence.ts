import type { Supervised } from '../stack/supervised';

type Broker = Pick<Supervised, 'pid' | 'stop' | 'kill' | 'start'>;

/** A way in which Kafka goes; answers how it comes back. */
interface Absence {
  readonly about: string;
  begin(broker: Broker): Promise<() => Promise<void>>;
}

export const KINDS = {
  stop: {
    about: 'it is shut down, and refuses connections until it is started again',
    async begin(broker) {
      await broker.stop();
      return () => broker.start();
    },
  },
  kill: {
    about: 'it is killed (SIGKILL), and has to recover its log when it is started again',
    async begin(broker) {
      await broker.kill('SIGKILL');
      return () => broker.start();
    },
  },
  freeze: {
    about: 'it is suspended (SIGSTOP): connections stay open, and nothing ever answers',
    begin(broker) {
      signal(broker, 'SIGSTOP');
      return Promise.resolve(() => Promise.resolve(signal(broker, 'SIGCONT')));
    },
  },
  none: {
    about: 'it stays: what the machine bears by itself, to compare the others with',
    begin: () => Promise.resolve(() => Promise.resolve()),
  },
} as const satisfies Record<string, Absence>;

export type Kind = keyof typeof KINDS;

export function isKind(name: string): name is Kind {
  return Object.hasOwn(KINDS, name);
}

function signal(broker: Broker, name: NodeJS.Signals): void {
  const pid = broker.pid();
  if (pid === undefined) throw new Error('Kafka was gone before anybody took it away');
  process.kill(pid, name);
}
