import { join } from 'node:path';
import { COMPOSE_FILE, loadCompose } from './compose-file';
import { complaints, literalSecrets } from './compose-rules';

const ROOT = join(__dirname, '..', '..');

async function check(): Promise<void> {
  const { text, reader, model } = await loadCompose(ROOT);
  const faults = [...complaints(model), ...literalSecrets(text)];
  if (faults.length > 0) throw new Error(faults.join('\n'));
  const services = Object.keys(model.services).join(', ');
  process.stdout.write(`${COMPOSE_FILE} is valid (${reader}): ${services}\n`);
}

check().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
