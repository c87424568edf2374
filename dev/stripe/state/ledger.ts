import type { Clock } from './clock';
import { ledgerText } from './ledger-file';
import { createSecrets } from './ledger-secrets';

export type LedgerKind =
  'change' | 'event' | 'saved' | 'request' | 'delivery' | 'fault' | 'clock' | 'reset' | 'start';

export type LedgerLine = { seq: number; at: string; clock: number; kind: LedgerKind } & Record<
  string,
  unknown
>;

export type Ledger = ReturnType<typeof createLedger>;

/** Append-only JSONL. What one request did is one write, so a crash leaves all of it or nothing. */
export function createLedger(path: string | undefined, clock: Clock, secretKey: string) {
  const text = ledgerText(path);
  const secrets = createSecrets(secretKey);
  const decoded = (line: string) => secrets.decode(line) as LedgerLine;
  const history = () => text.read().map(decoded);
  const [last] = text.read().slice(-1).map(decoded);
  let seq = last?.seq ?? 0;
  let waiting: string[] | undefined;
  let open = true;

  function append(kind: LedgerKind, fields: Record<string, unknown>): void {
    if (!open) return; // the process is stopping: nobody was answered any more
    const at = new Date(clock.realNowMs()).toISOString();
    const line = secrets.encode({ seq: ++seq, at, clock: clock.now(), kind, ...fields });
    if (waiting) waiting.push(`${line}\n`);
    else text.append(`${line}\n`);
  }

  function inOneWrite<T>(work: () => T): T {
    if (waiting) return work();
    const lines: string[] = (waiting = []);
    try {
      return work();
    } finally {
      waiting = undefined;
      if (lines.length > 0) text.append(lines.join(''));
    }
  }

  return {
    append,
    inOneWrite,
    history,
    close() {
      open = false;
      text.close();
    },
  };
}
