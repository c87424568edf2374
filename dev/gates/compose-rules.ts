interface Service {
  readonly image?: string;
  readonly build?: unknown;
  readonly command?: readonly string[];
  readonly entrypoint?: readonly string[];
  readonly restart?: string;
  readonly healthcheck?: { readonly disable?: boolean };
  readonly depends_on?: Readonly<Record<string, unknown>>;
  readonly ports?: readonly { readonly host_ip?: string; readonly published?: string }[];
}

/** A compose file as its loader writes it out. */
export interface ComposeModel {
  readonly services: Readonly<Record<string, Service>>;
}

const LONG_LIVED = 'unless-stopped';
const VERSION = /:v?\d+\.\d+(\.\d+)?$/;

/** What the loader does not ask of a compose file, and we do. */
export function complaints({ services }: ComposeModel): string[] {
  return Object.entries(services).flatMap(([name, service]) => [
    ...(service.build || VERSION.test(service.image ?? '')
      ? []
      : [`${name}: ${service.image ?? 'no image'} is not pinned to a version`]),
    ...(service.ports ?? [])
      .filter(({ host_ip }) => host_ip !== '127.0.0.1')
      .map(({ published }) => `${name}: port ${published} is open to other machines`),
    ...(waitedFor(name, services) && service.restart === LONG_LIVED && !isChecked(service)
      ? [`${name}: others wait for it, but it has no health check`]
      : []),
  ]);
}

/** The variables that the file takes from outside: everything secret must be one of them. */
export function literalSecrets(text: string): string[] {
  return text
    .split('\n')
    .filter((line) => /PASSWORD|PWD|SECRET|_KEY|TOKEN/.test(line) && /:\s*\S/.test(line))
    .filter((line) => !/\$\{\w+:\?/.test(line))
    .map((line) => `not from .env: ${line.trim()}`);
}

function waitedFor(name: string, services: ComposeModel['services']): boolean {
  return Object.values(services).some((service) => name in (service.depends_on ?? {}));
}

function isChecked({ healthcheck }: Service): boolean {
  return healthcheck !== undefined && !healthcheck.disable;
}
