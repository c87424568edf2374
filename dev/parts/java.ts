import { join } from 'node:path';
import { answers } from './command';

const NEEDED = 17;

/** The `java` to use, or an error that says what to install. */
export async function java(env: NodeJS.ProcessEnv, wantedBy: string): Promise<string> {
  const home = env['JAVA_HOME'];
  for (const program of [...(home ? [join(home, 'bin', 'java')] : []), 'java']) {
    const answer = await answers(program, '-version');
    const version = Number(/version "(?:1\.)?(\d+)/.exec(answer ?? '')?.[1]);
    if (version >= NEEDED) return program;
  }
  throw new Error(
    `${wantedBy} needs Java ${NEEDED} or newer: install a JRE (Debian: openjdk-17-jre-headless)`,
  );
}
