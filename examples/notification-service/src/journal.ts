import { createMemoryStore, type IdempotencyStore } from '@booking-payment/events';
import { open, readFile } from 'node:fs/promises';

export interface Journal extends IdempotencyStore {
  close(): Promise<void>;
}

/**
 * A store of one's own: the ids of the events that were mailed, in a file. The mail first, then its
 * id: a kill in between mails twice, where the other order would not mail at all. One process per
 * file; several share a database instead (`createPrismaStore`).
 */
export async function openJournal(path: string): Promise<Journal> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '';
    throw error;
  });
  const known = new Set(text.split('\n'));
  const file = await open(path, 'a');
  if (text !== '' && !text.endsWith('\n')) await file.appendFile('\n'); // killed in mid-line
  const present = createMemoryStore();

  return {
    async once(event, effect) {
      const { eventId } = typeof event === 'string' ? { eventId: event } : event;
      if (known.has(eventId)) return false;
      return present.once(event, async () => {
        await effect();
        await file.appendFile(`${eventId}\n`);
        await file.datasync();
      });
    },
    close: () => file.close(),
  };
}
