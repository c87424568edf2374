import { randomUUID } from 'node:crypto';
import { PrismaPg } from '@prisma/adapter-pg';
import { ColumnTypeEnum } from '@prisma/driver-adapter-utils';

const CATALOGUE_CHAR = 18; // the type of PostgreSQL's own "char" columns
const BPCHAR = 1042;

/**
 * PrismaPg as the schema engine needs it. The plain one cuts scripts at every `;`, inside functions
 * and comments too; takes the real database for the shadow one; and does not know the catalogue's
 * "char", which read as text makes the engine panic on PostgreSQL 18.
 */
export class EngineAdapter extends PrismaPg {
  constructor(url) {
    super({ connectionString: url, max: 1 });
    this.url = url;
  }

  async connect() {
    const adapter = await super.connect();
    const pool = adapter.underlyingDriver();
    const query = pool.query.bind(pool);
    const queryRaw = adapter.queryRaw.bind(adapter);
    let chars = [];
    pool.query = async (...args) => {
      const result = await query(...args);
      chars = (result.fields ?? []).filter((field) => field.dataTypeID === CATALOGUE_CHAR);
      for (const field of chars) field.dataTypeID = BPCHAR;
      return result;
    };
    adapter.queryRaw = async (sql) => {
      const rows = await queryRaw(sql);
      for (const { name } of chars)
        rows.columnTypes[rows.columnNames.indexOf(name)] = ColumnTypeEnum.Character;
      return rows;
    };
    adapter.executeScript = async (sql) => {
      await query(sql).catch((error) => {
        process.stderr.write(`${error.message}\n`); // the engine hides it
        throw error;
      });
    };
    return adapter;
  }

  async connectToShadowDb() {
    const main = await this.connect();
    const name = `shadow_${randomUUID()}`;
    await main.executeScript(`CREATE DATABASE "${name}"`);
    const url = Object.assign(new URL(this.url), { pathname: name }).href;
    const shadow = await new EngineAdapter(url).connect();
    shadow.dispose = () => main.executeScript(`DROP DATABASE "${name}" WITH (FORCE)`);
    return shadow;
  }
}
