import { globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

/**
 * Who may import whom (ARCHITECTURE.md). `folders`: what a folder may import of src besides itself;
 * `types`: of which it may import types only; `packages`: what it may import from outside.
 */
const HOUSE = {
  domain: { packages: ['node:crypto'] },
  schemas: { folders: ['domain'], packages: ['zod'] },
  workflows: {
    folders: ['domain'],
    types: ['activities'],
    packages: ['@temporalio/workflow', '@temporalio/common'],
  },
  activities: {
    folders: ['domain', 'schemas', 'db', 'stripe', 'kafka', 'booking-owner'],
    types: ['logger'],
    packages: ['@temporalio/activity', '@temporalio/common', '@temporalio/worker'],
  },
  api: {
    folders: ['domain', 'schemas', 'db', 'stripe', 'temporal', 'inbox', 'kafka/contracts'],
    types: ['logger'],
    packages: [
      ...['express', 'helmet', 'zod', 'prom-client', 'node:crypto', 'node:http'],
      '@booking-payment/events/schemas',
    ],
  },
  inbox: {
    folders: ['domain', 'db', 'stripe', 'temporal', 'kafka/contracts'],
    types: ['logger'],
    packages: ['node:timers'],
  },
  commands: {
    folders: ['domain', 'db', 'stripe', 'temporal', 'inbox', 'kafka/contracts'],
    types: ['logger', 'activities/effects'],
    packages: ['@booking-payment/events', 'node:crypto', 'node:timers'],
  },
  temporal: {
    folders: ['domain', 'workflows'],
    types: ['logger', 'db'],
    packages: ['@temporalio/client', '@temporalio/common', '@temporalio/envconfig', 'node:timers'],
  },
  stripe: { folders: ['domain'], types: ['logger'], packages: ['stripe', 'zod'] },
  db: { folders: ['domain'], types: ['logger'], packages: ['@prisma', 'pg', 'node:crypto'] },
  kafka: {
    folders: ['domain'],
    types: ['logger'],
    packages: ['@booking-payment/events', 'kafkajs', 'node:timers'],
  },
  // Pure, so that the API may import it: nothing of the folder that it stands in.
  'kafka/contracts': {
    folders: ['domain'],
    packages: ['@booking-payment/events/schemas'],
    also: ['^\\.\\./(?!\\.\\./domain/)'],
  },
  'dead-letters': {
    folders: ['kafka', 'instant-argument'],
    packages: ['node:crypto', 'node:util'],
  },
  'booking-owner': { folders: ['domain'], packages: ['zod'] },
};

const SOURCES = [
  ...Object.keys(HOUSE),
  'config',
  'kafka-options',
  'config-values',
  'instant-argument',
  'worker-runtime',
  'logger',
  'shutdown',
  'server',
  'worker',
  'consumer',
  'backfill',
  'backfill-arguments',
  'backfill-report',
];

const deny = (regex, folder, more) => ({
  regex,
  message: `${folder} may not import this (see ARCHITECTURE.md, import rules).`,
  ...more,
});

/** A relative path that leads into one of these folders or files of src. */
const into = (names) => `^\\.\\.?/(.*/)?(${names.join('|')})(/|$)`;

function importRule(folder, { folders = [], types = [], packages = [], also = [] }) {
  const parts = folders.filter((name) => name.includes('/')).map((name) => name.split('/'));
  const open = [folder.split('/')[0], ...folders, ...types, ...parts.map(([parent]) => parent)];
  const closed = SOURCES.filter((name) => !open.includes(name.split('/')[0]));
  const known = packages.length > 0 ? `|(${packages.join('|')})(/|$)` : '';
  const patterns = [
    deny(into(closed), `src/${folder}`),
    deny(`^(?!\\.${known})`, `src/${folder}`),
    ...also.map((regex) => deny(regex, `src/${folder}`)),
    // Of a folder of which only a part is open, everything else is closed.
    ...parts.map(([parent, part]) =>
      deny(`^\\.\\.?/(.*/)?${parent}(?!/${part}(/|$))`, `src/${folder}`),
    ),
  ];
  if (types.length > 0)
    patterns.push(deny(into(types), `src/${folder}`, { allowTypeImports: true }));
  return {
    files: [`src/${folder}/**/*.ts`],
    ignores: Object.keys(HOUSE)
      .filter((name) => name.startsWith(`${folder}/`))
      .map((name) => `src/${name}/**`),
    rules: { '@typescript-eslint/no-restricted-imports': ['error', { patterns }] },
  };
}

const fromOutside = (folder) => ({
  files: [`${folder}/**/*.ts`],
  rules: {
    '@typescript-eslint/no-restricted-imports': [
      'error',
      { patterns: [deny('^\\.\\.?/(.*/)?src/', folder)] },
    ],
  },
});

/** A package knows itself and the packages that it lists; nothing else of this repository. */
const packageRule = (folder, packages, also = []) => ({
  files: [`${folder}/**/*.ts`],
  rules: {
    '@typescript-eslint/no-restricted-imports': [
      'error',
      {
        patterns: [
          deny(`^(?!\\.|node:|(${packages.join('|')})(/|$))`, folder),
          deny('^(\\.\\./)+(src|test|dev|bench|examples|packages)(/|$)', folder),
          deny('^(\\.\\./){2,}(events|client)/', folder),
          ...also.map((regex) => deny(regex, folder)),
        ],
      },
    ],
  },
});

export default tseslint.config(
  globalIgnores([
    '**/dist',
    'coverage',
    '.local',
    'src/db/generated',
    '**/*.mjs',
    '**/*.js',
    '**/*.d.ts',
  ]),
  tseslint.configs.recommendedTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      'no-console': 'error',
      'no-restricted-syntax': [
        'error',
        {
          selector:
            "CallExpression[callee.property.name='only'][callee.object.name=/^(it|test|describe)$/]",
          message: 'A focused test hides all others.',
        },
      ],
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      // The house is built of factories: their methods are closures and know no `this`.
      '@typescript-eslint/unbound-method': 'off',
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true },
      ],
      'max-lines': ['error', { max: 150, skipBlankLines: false, skipComments: false }],
      // This high because a factory is one function: what it holds are inner functions, each short.
      'max-lines-per-function': ['error', { max: 200, skipBlankLines: true, skipComments: true }],
    },
  },
  {
    // What makes a workflow non-deterministic, and fails only when it is replayed.
    files: ['src/workflows/**/*.ts', 'src/domain/**/*.ts'],
    rules: {
      'no-restricted-globals': ['error', 'process', 'Buffer', 'setImmediate', 'fetch'],
      'no-restricted-properties': [
        'error',
        { object: 'Math', property: 'random', message: 'Ids are functions of business ids.' },
      ],
    },
  },
  {
    files: ['test/**/*.ts', 'bench/**/*.ts'],
    rules: { 'max-lines': 'off', 'max-lines-per-function': 'off' },
  },
  ...Object.entries(HOUSE).map(([folder, rule]) => importRule(folder, rule)),
  {
    // Another team's tests: they know the documents and the running system, and nothing of ours.
    files: ['test/conformance/**/*.ts'],
    rules: {
      '@typescript-eslint/no-restricted-imports': [
        'error',
        { patterns: [deny('^(\\.\\.|@booking-payment/)', 'test/conformance')] },
      ],
    },
  },
  fromOutside('dev'),
  fromOutside('bench'),
  packageRule('packages/events/src', ['fzstd', 'kafkajs', 'snappyjs', 'zod']),
  // Bodies and topics, and nothing that talks to Kafka: the API and the documents read them too.
  packageRule(
    'packages/events/src/schemas',
    ['zod'],
    [
      '^(\\.\\./)+(compression|idempotency|dreamscape-client|consumer/(?!poison-record$))',
      '^node:',
    ],
  ),
  packageRule('packages/client/src', ['@temporalio/client', '@temporalio/common']),
  packageRule('examples/notification-service/src', [
    '@booking-payment/events',
    'nodemailer',
    'pino',
    'smtp-server',
    'zod',
  ]),
);
