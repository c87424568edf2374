import { freePort, portIsFree } from '../parts/port';

/** Every port of the stack, its variable, and who listens there. */
export const PORTS = {
  api: { variable: 'API_PORT', fixed: 3004, listener: 'the API' },
  bookingOwner: { variable: 'OWNER_PORT', fixed: 3005, listener: 'the booking owner' },
  temporal: { variable: 'TEMPORAL_PORT', fixed: 7233, listener: 'Temporal' },
  temporalUi: { variable: 'TEMPORAL_UI_PORT', fixed: 8233, listener: "Temporal's Web UI" },
  kafka: { variable: 'KAFKA_PORT', fixed: 9092, listener: 'Kafka' },
  kafkaController: {
    variable: 'KAFKA_CONTROLLER_PORT',
    fixed: 9093,
    listener: "Kafka's controller",
  },
  // Not 5432: a PostgreSQL of the machine's own is often there.
  postgres: { variable: 'POSTGRES_PORT', fixed: 54329, listener: 'PostgreSQL' },
  stripe: { variable: 'STRIPE_PORT', fixed: 12120, listener: 'the Stripe simulator' },
} as const;

export type PortName = keyof typeof PORTS;
export type Ports = Readonly<Record<PortName, number>>;
const NAMES = Object.keys(PORTS) as PortName[];

/** Fixed ones for people, free ones for tests; a variable decides in both cases. */
export async function choosePorts(mode: 'fixed' | 'free', env: NodeJS.ProcessEnv): Promise<Ports> {
  const ports: Partial<Record<PortName, number>> = {};
  for (const name of NAMES) {
    const { variable, fixed } = PORTS[name];
    ports[name] = given(variable, env) ?? (mode === 'fixed' ? fixed : await unused(ports));
  }
  return ports as Ports;
}

/** Says of every taken port whose it should be and which variable moves it. */
export async function refuseTakenPorts(ports: Ports, needed: readonly PortName[]): Promise<void> {
  const taken: string[] = [];
  for (const name of needed) {
    const { variable, listener } = PORTS[name];
    if (!(await portIsFree(ports[name])))
      taken.push(`port ${ports[name]} is taken: ${listener} cannot listen there; set ${variable}`);
  }
  if (taken.length > 0) throw new Error(taken.join('\n'));
}

function given(variable: string, env: NodeJS.ProcessEnv): number | undefined {
  const text = env[variable];
  if (!text) return undefined;
  const port = Number(text);
  if (!Number.isInteger(port) || port < 1 || port > 65_535)
    throw new Error(`${variable} must be a port, and is "${text}"`);
  return port;
}

async function unused(ports: Partial<Record<PortName, number>>): Promise<number> {
  for (;;) {
    const port = await freePort();
    if (!Object.values(ports).includes(port)) return port;
  }
}
