import { chownSync } from 'node:fs';
import { answers } from './command';

/** How to run PostgreSQL's programs, which refuse to run as root. */
export interface PostgresUser {
  own(directory: string): void;
  command(program: string, args: readonly string[]): [string, string[]];
}

/**
 * As root they run as another user. Where `setpriv` is at hand they keep root's right to pass
 * folders, so that a checkout in a closed folder (root's home, a mkdtemp) works as well.
 */
export async function postgresUser(): Promise<PostgresUser> {
  if (process.getuid?.() !== 0)
    return { own: () => undefined, command: (program, args) => [program, [...args]] };
  const uid = (await idOf('-u', 'postgres')) ?? (await idOf('-u', 'nobody'));
  const gid = (await idOf('-g', 'postgres')) ?? (await idOf('-g', 'nobody'));
  if (uid === undefined || gid === undefined)
    throw new Error('PostgreSQL does not run as root, and there is no user "postgres" or "nobody"');
  // The last one, because access(2) would otherwise look at the user alone.
  const reach = [
    ...['--inh-caps=+dac_override', '--ambient-caps=+dac_override'],
    ...['--securebits=+no_setuid_fixup'],
  ];
  const keepsReach = (await answers('setpriv', ...reach, 'true')) !== undefined;
  return {
    own: (directory) => chownSync(directory, uid, gid),
    command: (program, args) => [
      'setpriv',
      [
        ...[`--reuid=${uid}`, `--regid=${gid}`, '--clear-groups'],
        ...(keepsReach ? reach : []),
        ...[program, ...args],
      ],
    ],
  };
}

async function idOf(flag: string, name: string): Promise<number | undefined> {
  const answer = await answers('id', flag, name);
  return answer === undefined ? undefined : Number(answer);
}
