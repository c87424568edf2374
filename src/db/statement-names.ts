import { createHash } from 'node:crypto';

const UNNAMED = '';

/**
 * PostgreSQL plans a named statement once per connection, an unnamed one each time: with a few dozen
 * statements per booking that is half of its work. A name says what it stands for, so that it means
 * the same to every process, also behind a pooler. Shapes beyond `most` (lists of many lengths) stay
 * unnamed: each name costs memory on every connection.
 */
export function createStatementNames(most = 250) {
  const names = new Map<string, string>();
  return ({ sql }: { sql: string }): string => {
    const known = names.get(sql);
    if (known !== undefined) return known;
    if (names.size >= most) return UNNAMED;
    const name = createHash('sha256').update(sql).digest('hex').slice(0, 32);
    names.set(sql, name);
    return name;
  };
}
