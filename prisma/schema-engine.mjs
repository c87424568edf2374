// Prisma's schema engine as WebAssembly. Its native twin is a download; this one is a package.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import * as glue from '@prisma/schema-engine-wasm/schema_engine_bg';
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import { EngineAdapter } from './engine-adapter.mjs';

const NO_FILTERS = { externalTables: [], externalEnums: [] };
const LOCKFILE = 'provider = "postgresql"\n';
const DRIFT = 2;

/** The SQL that leads from the migrations to the schema, or undefined when none is needed. */
export async function difference(url, prismaDirectory) {
  const schemaFile = join(prismaDirectory, 'schema.prisma');
  const files = [{ path: schemaFile, content: readFileSync(schemaFile, 'utf8') }];
  const engine = await schemaEngine(url, files);
  const { exitCode, stdout } = await engine.diff({
    from: { tag: 'migrations', ...migrationsList(join(prismaDirectory, 'migrations')) },
    to: { tag: 'schemaDatamodel', files },
    script: true,
    exitCode: true,
    shadowDatabaseUrl: null,
    filters: NO_FILTERS,
  });
  return exitCode === DRIFT ? stdout : undefined;
}

async function schemaEngine(url, files) {
  globalThis.PRISMA_WASM_PANIC_REGISTRY = { set_message: (text) => process.stderr.write(text) };
  const { instance } = await WebAssembly.instantiate(readFileSync(wasmFile()), {
    './schema_engine_bg.js': glue,
  });
  glue.__wbg_set_wasm(instance.exports);
  instance.exports.__wbindgen_start();
  const datamodels = files.map(({ path, content }) => [path, content]);
  const adapter = bindMigrationAwareSqlAdapterFactory(new EngineAdapter(url));
  return glue.SchemaEngine.new({ datamodels }, () => undefined, adapter);
}

/** It lies beside its glue, which is all that the package exports. */
function wasmFile() {
  const glueFile = createRequire(import.meta.url).resolve(
    '@prisma/schema-engine-wasm/schema_engine_bg',
  );
  return join(dirname(glueFile), 'schema_engine_bg.wasm');
}

function migrationsList(baseDir) {
  const names = readdirSync(baseDir, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(sqlOf(baseDir, entry.name)))
    .map((entry) => entry.name)
    .sort();
  return {
    baseDir,
    lockfile: { path: 'migration_lock.toml', content: LOCKFILE },
    shadowDbInitScript: '',
    migrationDirectories: names.map((path) => ({
      path,
      migrationFile: {
        path: 'migration.sql',
        content: { tag: 'ok', value: readFileSync(sqlOf(baseDir, path), 'utf8') },
      },
    })),
  };
}

const sqlOf = (baseDir, name) => join(baseDir, name, 'migration.sql');
