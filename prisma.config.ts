import { defineConfig } from 'prisma/config';

// `prisma generate` checks that a schema engine exists but never runs it. Naming Node's own binary
// keeps it from downloading one. `migrate` and `db` do run it, and get the real engine where it can
// be had.
if (!['migrate', 'db'].includes(process.argv[2] ?? ''))
  process.env['PRISMA_SCHEMA_ENGINE_BINARY'] ??= process.execPath;

export default defineConfig({
  schema: 'prisma/schema.prisma',
  migrations: { path: 'prisma/migrations' },
  datasource: { url: process.env['DATABASE_URL'] ?? '' },
});
