import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { answers, command } from './command';

/** Copies the artifacts (`group:name:version`) and all that they depend on into `directory`. */
export async function mavenJars(
  artifacts: readonly string[],
  directory: string,
  env: NodeJS.ProcessEnv,
): Promise<void> {
  if ((await answers('mvn', '--version')) === undefined)
    throw new Error(
      `Maven is needed once to get ${artifacts.join(', ')}: install Maven 3.6 or newer`,
    );
  const project = mkdtempSync(join(tmpdir(), 'maven-jars-'));
  try {
    writeFileSync(join(project, 'pom.xml'), pom(artifacts));
    const goal = ['dependency:copy-dependencies', `-DoutputDirectory=${directory}`];
    await command('mvn', ['-q', '-B', ...goal], { cwd: project, env });
  } finally {
    rmSync(project, { recursive: true, force: true });
  }
}

function pom(artifacts: readonly string[]): string {
  const dependencies = artifacts.map((artifact) => {
    const [group = '', name = '', version = ''] = artifact.split(':');
    return `<dependency><groupId>${group}</groupId><artifactId>${name}</artifactId><version>${version}</version></dependency>`;
  });
  return `<project><modelVersion>4.0.0</modelVersion>
  <groupId>local</groupId><artifactId>jars</artifactId><version>1</version>
  <dependencies>${dependencies.join('\n')}</dependencies></project>\n`;
}
