export interface Gate {
  readonly name: string;
  readonly about: string;
  readonly command: readonly [string, ...string[]];
  /** Folders below test/ that must hold a test: one that was moved away must not go unnoticed. */
  readonly tests?: readonly string[];
}

const script = (file: string, ...args: string[]): Gate['command'] => [
  process.execPath,
  ...['--import', 'tsx', file, ...args],
];
const npm = (name: string): Gate['command'] => ['npm', 'run', '--silent', name];

/** In the order in which they run: what is quick to tell comes first. */
export const GATES: readonly Gate[] = [
  { name: 'format', about: 'every file is as Prettier writes it', command: npm('format:check') },
  { name: 'lint', about: 'ESLint, and who may import whom', command: npm('lint') },
  { name: 'types', about: 'TypeScript', command: npm('typecheck') },
  {
    name: 'client',
    about: 'the generated database client is that of schema.prisma',
    command: script('dev/gates/client.ts'),
  },
  { name: 'drift', about: 'the migrations lead to schema.prisma', command: npm('db:drift') },
  { name: 'unused', about: 'no unused file, export or package', command: npm('unused') },
  {
    name: 'events',
    about: 'every released schema of our events keeps what it promised',
    command: script('dev/gates/events.ts'),
  },
  {
    name: 'parts',
    about: 'every real part can be had here; the first time takes minutes',
    command: script('dev/gates/parts.ts'),
  },
  {
    name: 'unit',
    about:
      "house rules, domain, contracts, the model's 100,000 stories, simulator, the demo's judge",
    command: npm('test:unit'),
    tests: ['house', 'domain', 'contracts', 'model', 'simulator', 'demo'],
  },
  {
    name: 'workflows',
    about: 'workflows with skipped time, and every recorded history',
    command: npm('test:workflows'),
    tests: ['workflows'],
  },
  {
    name: 'saga',
    about: 'the whole saga on real parts with skipped time: hard cases and random stories',
    command: npm('test:saga'),
    tests: ['saga'],
  },
  {
    name: 'integration',
    about:
      'activities and Kafka on real parts; API and commands too, but on a stand-in for Temporal',
    command: npm('test:integration'),
    tests: ['activities', 'api', 'kafka', 'events', 'commands'],
  },
  { name: 'stack', about: 'the local stack', command: npm('test:stack'), tests: ['stack'] },
  {
    name: 'journey',
    about: 'bookings through the whole running system',
    command: npm('test:journey'),
    tests: ['journey'],
  },
  {
    name: 'conformance',
    about: "other teams' tests: each message of the five documents, on a running npm start",
    command: npm('test:conformance'),
    tests: ['conformance'],
  },
  {
    name: 'kills',
    about: 'each process killed once in the middle of the demo, judged from outside',
    command: ['npm', 'run', '--silent', 'kills', '--', '--smoke', '--seed=2041'],
  },
  {
    name: 'deploy',
    about: 'an incompatible build deployed and rolled back while bookings are open',
    command: ['npm', 'run', '--silent', 'rehearse:deploy', '--', '--smoke'],
  },
  {
    name: 'outage',
    about: 'Kafka stopped for half a minute while customers book and pay, judged from outside',
    command: ['npm', 'run', '--silent', 'outage', '--', '--smoke', '--seed=2041'],
  },
  {
    name: 'compose',
    about: 'docker-compose.yml is valid, pinned and holds no secret',
    command: script('dev/gates/compose.ts'),
  },
  {
    name: 'image',
    about: "the Dockerfile's steps, run outside Docker, and what they build",
    command: script('dev/gates/image.ts'),
  },
];
