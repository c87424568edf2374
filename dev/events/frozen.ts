import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { CATALOGUE, writersSchema, type TopicDefinition } from '@booking-payment/events/schemas';
import type { Schema } from './cover';

/** One version of one message as it was released; never edited afterwards. */
export interface Frozen {
  family: string;
  name: string;
  version: string;
  direction: 'in' | 'out';
  topic: string;
  key: string;
  example: Readonly<Record<string, unknown>>;
  schema: Schema;
}

export const FROZEN_FOLDER = join('packages', 'events', 'frozen');

export async function readFrozen(folder = FROZEN_FOLDER): Promise<Frozen[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && entry.name.endsWith('.json'));
  const read = files.map(({ parentPath, name }) => readFile(join(parentPath, name), 'utf8'));
  return (await Promise.all(read)).map((text) => JSON.parse(text) as Frozen);
}

/** Everything that the catalogue has, as it would be frozen today. */
export function freezable(topics: readonly TopicDefinition[] = CATALOGUE): Frozen[] {
  return topics.flatMap(({ name: topic, key, messages }) =>
    messages.flatMap(({ family, name, direction, versions }) =>
      versions.map((one) => ({
        ...{ family, name, version: one.version, direction, topic, key },
        example: one.example,
        schema: writersSchema(one),
      })),
    ),
  );
}

/** Writes what is not frozen yet, and nothing else. Answers with the new files. */
export async function freeze(folder = FROZEN_FOLDER, all = freezable()): Promise<string[]> {
  const written: string[] = [];
  for (const frozen of all) {
    const file = join(folder, frozen.version, frozen.family, `${frozen.name}.json`);
    await mkdir(dirname(file), { recursive: true });
    const text = `${JSON.stringify(frozen, null, 2)}\n`;
    // wx: refuses to write over what is there, for that was promised.
    const isNew = await writeFile(file, text, { flag: 'wx' }).then(
      () => true,
      (error: NodeJS.ErrnoException) => {
        if (error.code === 'EEXIST') return false;
        throw error;
      },
    );
    if (isNew) written.push(file);
  }
  return written;
}
