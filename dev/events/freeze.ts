import { freeze } from './frozen';

freeze().then(
  (files) => {
    const told = files.length > 0 ? files.join('\n') : 'Every released schema is frozen already.';
    process.stdout.write(`${told}\n`);
  },
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  },
);
