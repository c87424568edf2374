import { chmodSync, existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cached, cachePath } from './cache';
import { launch } from './daemon';
import { java } from './java';
import { mavenJars } from './maven-jars';
import { freePort, portAnswers } from './port';
import { announced } from './progress';
import { downloadWithSdk } from './sdk-download';
import type { Sourced, Sourcing } from './source';

const SERVER = { name: 'temporal-test-server', version: '1.38.0' };
const ARTIFACTS = [
  `io.temporal:temporal-test-server:${SERVER.version}`,
  'org.slf4j:slf4j-nop:2.0.17', // silences it
];
const PROGRAM = 'temporal-test-server';

/** The server that skips time, as one program that takes `<port> --enable-time-skipping`. */
export async function temporalTestServer(sourcing: Sourcing): Promise<Sourced> {
  const { env, cacheRoot, progress } = sourcing;
  const given = env['TEMPORAL_TEST_SERVER_PATH'];
  if (given) return { path: given, source: 'TEMPORAL_TEST_SERVER_PATH' };
  const had = existsSync(cachePath(cacheRoot, SERVER));
  const fill = (directory: string) => fetchServer(directory, sourcing);
  const path = join(await cached(cacheRoot, { ...SERVER, fill }, progress), PROGRAM);
  return { path, source: had ? 'cached' : 'fetched just now' };
}

async function fetchServer(directory: string, { env, progress }: Sourcing): Promise<void> {
  const program = join(directory, PROGRAM);
  try {
    await downloadWithSdk('time-skipping', program);
    return;
  } catch {
    progress(PROGRAM, 'no download by the SDK to be had here: its jars instead');
  }
  const javaProgram = await java(env, "Temporal's test server");
  await announced(progress, PROGRAM, `fetching ${SERVER.name} with Maven, once`, () =>
    mavenJars(ARTIFACTS, join(directory, 'lib'), env),
  );
  writeFileSync(program, wrapper(javaProgram, readdirSync(join(directory, 'lib')).sort()));
  chmodSync(program, 0o755);
  await archiveClasses(directory, program);
}

/**
 * `exec`, because the SDK ends the process that it started. Relative paths in a fixed order, because
 * the archive of loaded classes is only used where the class path is the same as when it was made.
 */
function wrapper(javaProgram: string, jars: readonly string[]): string {
  const classPath = jars.map((jar) => `lib/${jar}`).join(':');
  return `#!/bin/sh
cd "$(dirname "$0")" || exit 1
exec ${javaProgram} -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xshare:auto \\
  \${ARCHIVE:--XX:SharedArchiveFile=classes.jsa} \\
  -cp '${classPath}' io.temporal.testserver.TestServer "$@"
`;
}

/** The SDK waits 5 s for a server, no more: a loaded machine needs the faster start. */
async function archiveClasses(directory: string, program: string): Promise<void> {
  const port = await freePort();
  const daemon = await launch({
    name: PROGRAM,
    command: program,
    args: [String(port), '--enable-time-skipping'],
    env: { ...process.env, ARCHIVE: '-XX:ArchiveClassesAtExit=classes.jsa' },
    logFile: join(directory, 'archive.log'),
    ready: () => portAnswers(port),
    readyWithinMs: 60_000,
  });
  await daemon.stop();
}
