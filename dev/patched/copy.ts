import { cpSync, mkdtempSync, readdirSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { apply, type Edit } from './patch';

const ROOT = join(__dirname, '..', '..');
const LEFT_OUT = ['.git', '.local', 'coverage', 'dist', 'node_modules'];

/** The checkout once more, in a folder of its own, with the packages of the original. */
export function copyOf(root: string, purpose: string) {
  const directory = mkdtempSync(join(tmpdir(), `booking-payment-${purpose}-`));
  const remove = () => rmSync(directory, { recursive: true, force: true });
  try {
    for (const name of readdirSync(root).filter((entry) => !LEFT_OUT.includes(entry)))
      cpSync(join(root, name), join(directory, name), { recursive: true, dereference: true });
    symlinkSync(realpathSync(join(root, 'node_modules')), join(directory, 'node_modules'));
    return { directory, remove };
  } catch (error) {
    remove();
    throw error;
  }
}

/** Our own checkout once more, changed. */
export function copyWith(...edits: readonly Edit[]) {
  const copy = copyOf(ROOT, 'changed');
  try {
    for (const edit of edits) apply(copy.directory, edit);
    return copy;
  } catch (error) {
    copy.remove();
    throw error;
  }
}
