import type { Daemon, OnSpawn } from './daemon';
import { startNodeProcess } from './node-process';

export const PRODUCT = {
  api: 'src/server.ts',
  worker: 'src/worker.ts',
  consumer: 'src/consumer.ts',
} as const;

export type ProductName = keyof typeof PRODUCT;

export interface ProductOptions {
  readonly name: ProductName;
  /** Everything that it is configured by. */
  readonly env: NodeJS.ProcessEnv;
  readonly logFile: string;
  readonly onSpawn?: OnSpawn | undefined;
}

/** The product as a user runs it: its own processes, told everything by the environment. */
export function startProduct({ name, ...options }: ProductOptions): Promise<Daemon> {
  const { HOST, PORT } = options.env;
  const answers = async () => (await fetch(`http://${HOST}:${PORT}/readyz`)).ok;
  const file = PRODUCT[name];
  return startNodeProcess({
    name,
    file,
    ...options,
    ...(name === 'api' && { alsoReady: answers }),
  });
}
