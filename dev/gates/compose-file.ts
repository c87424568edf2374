import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { answers, command } from '../parts/command';
import { composeLoader } from '../parts/compose-loader';
import { sourcing } from '../parts/source';
import type { ComposeModel } from './compose-rules';

export const COMPOSE_FILE = 'docker-compose.yml';
const FILLED_IN = 'filled-in';

interface Loaded {
  readonly reader: string;
  readonly json: string;
}

/** Reads the file as `docker compose` does, in a folder of its own with a filled-in .env. */
export async function loadCompose(checkout: string) {
  const folder = mkdtempSync(join(tmpdir(), 'compose-'));
  try {
    const text = readFileSync(join(checkout, COMPOSE_FILE), 'utf8');
    const example = readFileSync(join(checkout, '.env.example'), 'utf8');
    writeFileSync(join(folder, '.env'), example.replace(/^(\w+)=$/gm, `$1=${FILLED_IN}`));
    const hasPlugin = (await answers('docker', 'compose', 'version')) !== undefined;
    const { reader, json } = await (hasPlugin ? byDocker : byLoader)(folder, text);
    return { text, reader, model: JSON.parse(json) as ComposeModel };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function byDocker(folder: string, text: string): Promise<Loaded> {
  writeFileSync(join(folder, COMPOSE_FILE), text);
  const args = ['compose', '-f', COMPOSE_FILE, 'config', '--format', 'json'];
  return { reader: 'docker compose', json: await command('docker', args, { cwd: folder }) };
}

/** The loader alone takes no values from outside, so they are filled in before. */
async function byLoader(folder: string, text: string): Promise<Loaded> {
  writeFileSync(join(folder, COMPOSE_FILE), text.replace(/\$\{\w+:\?[^}]*\}/g, FILLED_IN));
  const loader = await composeLoader(
    sourcing(process.env, (part, message) => void process.stdout.write(`${part}: ${message}\n`)),
  );
  const json = await command(loader, ['-format', 'json', COMPOSE_FILE], { cwd: folder });
  return { reader: "docker compose's own loader", json };
}
