// One project per layer of tests. Each names what it needs running; `test/support/setup/` starts
// that once per run and passes the addresses on in the environment.
const swc = ['@swc/jest', { jsc: { parser: { syntax: 'typescript' }, target: 'es2022' } }];

const project = (name, needs = '') => ({
  displayName: name,
  testEnvironment: 'node',
  testMatch: [`<rootDir>/test/${name}/**/*.test.ts`],
  transform: { '\\.(ts|js|mjs)$': swc },
  transformIgnorePatterns: ['/node_modules/'],
  moduleNameMapper: {
    '^@booking-payment/events/schemas$': '<rootDir>/packages/events/src/schemas/index.ts',
    '^@booking-payment/(\\w+)$': '<rootDir>/packages/$1/src/index.ts',
  },
  ...(needs && {
    globalSetup: `<rootDir>/test/support/setup/${needs}.ts`,
    globalTeardown: '<rootDir>/test/support/setup/teardown.ts',
  }),
});

module.exports = {
  testTimeout: 60_000,
  projects: [
    project('house'),
    project('domain'),
    project('contracts'),
    project('model'),
    project('simulator'),
    project('demo'),
    project('workflows', 'temporal'),
    project('saga', 'saga'),
    project('activities', 'postgres'),
    project('api', 'postgres'),
    project('kafka', 'kafka'),
    project('events', 'events'),
    project('commands', 'commands'),
    project('stack', 'postgres'),
    project('journey'),
    project('conformance'),
  ],
};
