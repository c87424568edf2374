import { readConfiguration } from './configuration';
import { startSimulator } from './simulator';

/** The process: Stripe, as far as the product can tell. */
async function main(): Promise<void> {
  const simulator = await startSimulator(readConfiguration(process.env));
  process.stdout.write(`${JSON.stringify({ msg: 'ready', url: simulator.url })}\n`);
  const stop = () => void simulator.close().then(() => process.exit(0));
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
