import {
  cpSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PlantedBug } from './bugs';

const ROOT = join(__dirname, '..', '..', '..');
const COPIED = ['dev', 'prisma', 'prisma.config.ts', 'src', 'package.json', 'tsconfig.json'];

/** The checkout once more, with one line made wrong. */
export function copyWith({ file, find, replace }: PlantedBug) {
  const directory = mkdtempSync(join(tmpdir(), 'booking-payment-planted-'));
  const remove = () => rmSync(directory, { recursive: true, force: true });
  try {
    for (const name of COPIED)
      cpSync(join(ROOT, name), join(directory, name), { recursive: true, dereference: true });
    symlinkSync(realpathSync(join(ROOT, 'node_modules')), join(directory, 'node_modules'));
    const path = join(directory, file);
    const parts = readFileSync(path, 'utf8').split(find);
    if (parts.length !== 2)
      throw new Error(`${file} has this line ${parts.length - 1} times, not once: ${find}`);
    writeFileSync(path, parts.join(replace));
    return { directory, remove };
  } catch (error) {
    remove();
    throw error;
  }
}
