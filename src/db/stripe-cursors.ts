import type { Database } from './client';

/** How far the scans of this name have come; undefined before the first. */
export async function cursorPosition(db: Database, name: string): Promise<Date | undefined> {
  const row = await db.stripeCursor.findUnique({ where: { name } });
  return row?.position;
}

/** Only ever forwards: of two scans at once the slower one must not take the other's word back. */
export async function moveCursor(db: Database, name: string, position: Date): Promise<void> {
  await db.$executeRaw`
    INSERT INTO stripe_cursors (name, position) VALUES (${name}, ${position})
    ON CONFLICT (name)
    DO UPDATE SET position = GREATEST(stripe_cursors.position, EXCLUDED.position)`;
}
