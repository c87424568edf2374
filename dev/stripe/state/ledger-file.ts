import { closeSync, ftruncateSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

/** Where the ledger's text is kept; in memory when no path is given. */
export interface LedgerText {
  read(): string[];
  append(text: string): void;
  close(): void;
}

export function ledgerText(path: string | undefined): LedgerText {
  return path ? fileText(path) : memoryText();
}

function memoryText(): LedgerText {
  let text = '';
  return {
    read: () => lines(text),
    append: (more) => (text += more),
    close: () => undefined,
  };
}

function fileText(path: string): LedgerText {
  mkdirSync(dirname(path), { recursive: true });
  const file = openSync(path, 'a+', 0o600);
  cutTornLine(path, file);
  return {
    read: () => lines(readFileSync(path, 'utf8')),
    append: (more) => writeSync(file, more),
    close: () => closeSync(file),
  };
}

/** A process killed while writing leaves half a line, which nobody was answered about. */
function cutTornLine(path: string, file: number): void {
  const bytes = readFileSync(path);
  const whole = bytes.lastIndexOf('\n') + 1;
  if (whole !== bytes.length) ftruncateSync(file, whole);
}

const lines = (text: string) => text.split('\n').filter((line) => line !== '');
