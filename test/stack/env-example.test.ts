import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readConfig } from '../../src/config';
import { temporalSettings } from '../../src/temporal/connection';

const ROOT = join(__dirname, '..', '..');
const read = (...path: string[]) => readFileSync(join(ROOT, ...path), 'utf8');

/** What has no default. */
const REQUIRED = {
  STRIPE_SECRET_KEY: 'sk_test_1',
  STRIPE_PUBLISHABLE_KEY: 'pk_test_1',
  STRIPE_WEBHOOK_SECRET: 'whsec_1',
  DATABASE_URL: 'postgresql://user@localhost/db',
};
/** Read by containers of docker-compose.yml, not by the product. */
const OF_CONTAINERS = ['POSTGRES_PASSWORD', 'GRAFANA_PASSWORD'];

const example = read('.env.example');
const lines = (form: RegExp) =>
  [...example.matchAll(form)].map(([, name = '', value = '']) => [name, value] as const);
const commentedOut = lines(/^# ([A-Z][A-Z_]*)=(.*)$/gm);
const toBeFilledIn = lines(/^([A-Z][A-Z_]*)=(.*)$/gm);

/** The names as they stand in the source: what is optional and not set leaves no trace in a result. */
const known = [...read('src', 'config.ts').matchAll(/^ {2}([A-Z][A-Z_]+): (?!\d)/gm)].map(
  ([, name = '']) => name,
);
const ofTemporal = (name: string) => name.startsWith('TEMPORAL_') && !known.includes(name);

describe('.env.example', () => {
  it('names every variable that the product reads, and no other', () => {
    expect(known).toEqual(expect.arrayContaining(Object.keys(readConfig(REQUIRED)).slice(0, -1)));
    expect(known.filter((name) => !new RegExp(`\\b${name}\\b`).test(example))).toEqual([]);
    const named = [...toBeFilledIn, ...commentedOut].map(([name]) => name);
    const read = new Set([...known, ...OF_CONTAINERS]);
    expect(named.filter((name) => !read.has(name) && !ofTemporal(name))).toEqual([]);
  });

  it.each(commentedOut.filter(([name]) => !ofTemporal(name)))(
    'shows the default of %s: "%s"',
    (name, value) => {
      const shown = value === '' ? {} : { [name]: value };
      expect(known).toContain(name);
      expect(readConfig({ ...REQUIRED, ...shown })).toEqual(readConfig(REQUIRED));
      // What is shown as empty must not have a default either.
      if (value === '') expect([undefined, '', {}]).toContainEqual(defaults()[name]);
    },
  );

  it("shows the defaults of Temporal's own variables", () => {
    const shown = Object.fromEntries(commentedOut.filter(([name]) => ofTemporal(name)));
    expect(Object.keys(shown)).toEqual(['TEMPORAL_ADDRESS', 'TEMPORAL_NAMESPACE']);
    expect(temporalSettings(shown)).toEqual(temporalSettings({}));
  });

  it('leaves nothing to be filled in but what has no default', () => {
    const asked = new Set([...Object.keys(REQUIRED), ...OF_CONTAINERS]);
    expect(toBeFilledIn.filter(([name, value]) => value !== '' || !asked.has(name))).toEqual([]);
  });
});

const defaults = () => readConfig(REQUIRED) as unknown as Record<string, unknown>;
