import { cpSync, mkdirSync, readFileSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { command } from '../parts/command';
import { parseCommand, parseCopy, parseDockerfile, parseIgnored, type Stage } from './dockerfile';

/** What a stage came to: its file system, and the environment that it set. */
export interface Built {
  readonly root: string;
  /** Its last working directory, within `root`. */
  readonly directory: string;
  readonly env: Readonly<Record<string, string>>;
  /** What it runs unless it is told otherwise. */
  readonly command: readonly string[];
}

/**
 * Carries out a Dockerfile without Docker: each stage is a folder instead of a file system. Its base
 * image is this machine, so what it proves is that nothing but the copied files is needed.
 */
export async function buildStages(
  checkout: string,
  into: string,
  say: (line: string) => void,
): Promise<Built> {
  const stages = parseDockerfile(readFileSync(join(checkout, 'Dockerfile'), 'utf8'));
  const ignored = parseIgnored(readFileSync(join(checkout, '.dockerignore'), 'utf8'));
  const built = new Map<string, Built>();
  for (const stage of stages) built.set(stage.name, await buildStage(stage));
  const last = [...built.values()].at(-1);
  if (last === undefined) throw new Error('the Dockerfile has no stage');
  return last;

  async function buildStage({ name, steps }: Stage): Promise<Built> {
    const root = join(into, name);
    let directory = root;
    const env: Record<string, string> = {};
    let words: string[] = [];
    for (const { word, text } of steps) {
      if (['WORKDIR', 'COPY', 'RUN'].includes(word)) say(`${name}: ${word} ${text}`);
      if (word === 'WORKDIR') directory = join(root, text);
      if (word === 'ENV') Object.assign(env, Object.fromEntries([text.split('=')]));
      if (word === 'CMD') words = parseCommand(text);
      mkdirSync(directory, { recursive: true });
      if (word === 'COPY') copy(text, directory);
      if (word === 'RUN')
        await command('sh', ['-euc', text], { cwd: directory, env: { ...process.env, ...env } });
    }
    return { root, directory, env, command: words };
  }

  function copy(text: string, directory: string): void {
    const { from, sources, target } = parseCopy(text);
    for (const source of sources) {
      const origin = from === undefined ? checkout : built.get(from)?.root;
      if (origin === undefined) throw new Error(`COPY from an unknown stage: ${from}`);
      const path = join(origin, source);
      const intoFolder = target.endsWith('/') || target === '.';
      const name = source === '.' ? '' : basename(source);
      cpSync(path, join(directory, target, intoFolder ? name : ''), {
        recursive: true,
        verbatimSymlinks: true, // as Docker copies them: workspaces are linked from node_modules
        filter: (file) => from !== undefined || !ignored.has(relative(checkout, file)),
      });
    }
  }
}
