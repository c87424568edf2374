import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { command } from '../../dev/parts/command';
import { scratch, type Scratch } from '../support/scratch';

const ROOT = join(__dirname, '..', '..');

describe('the set-up of a bare clone', () => {
  let clone: Scratch;
  beforeEach(() => {
    clone = scratch('clone');
    cpSync(join(ROOT, 'dev', 'setup.mjs'), join(clone.dir, 'dev', 'setup.mjs'));
    for (const name of ['lock.js', 'process-identity.js'])
      cpSync(join(ROOT, 'dev', 'parts', name), join(clone.dir, 'dev', 'parts', name));
    write('package.json', { name: 'clone', engines: { node: '>=20.20' } });
    write('package-lock.json', lockFile('a'));
    write('prisma/schema.prisma', {});
    mkdirSync(join(clone.dir, 'src', 'db', 'generated'), { recursive: true });
  });
  afterEach(() => clone.remove());

  const lockFile = (name: string) => ({
    name,
    lockfileVersion: 3,
    requires: true,
    packages: { '': { name: 'clone', engines: { node: '>=20.20' } } },
  });

  function write(path: string, content: object): void {
    mkdirSync(join(clone.dir, path, '..'), { recursive: true });
    writeFileSync(join(clone.dir, path), JSON.stringify(content));
  }

  /** As npm leaves it, with a stand-in for Prisma. */
  function installed(): void {
    write('node_modules/.package-lock.json', lockFile('a'));
    write('node_modules/prisma/build/index.js', {});
  }

  const setUp = () => command(process.execPath, [join(clone.dir, 'dev', 'setup.mjs')]);

  it('generates the client when the schema changed, once for two that start together', async () => {
    installed();
    const said = await Promise.all([setUp(), setUp()]);
    expect(said.filter((text) => text.includes('prisma generate): done in'))).toHaveLength(1);
    write('prisma/schema.prisma', { model: 'new' });
    expect(await setUp()).toContain('generating the database client');
  });

  it('is silent and quick when nothing is to be done', async () => {
    installed();
    await setUp();
    const startedAt = Date.now();
    expect(await setUp()).toBe('');
    expect(Date.now() - startedAt).toBeLessThan(1_000);
  });

  it('says which Node it needs', async () => {
    write('package.json', { name: 'clone', engines: { node: '>=99.1' } });
    await expect(setUp()).rejects.toThrow('this needs Node 99.1 or newer');
  });
});
