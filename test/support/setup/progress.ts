import type { Progress } from '../../../dev/parts/progress';

/** Only what takes long is told: the first fetch of a part. */
export const showProgress: Progress = (part, message) => {
  process.stderr.write(`  ${part}: ${message}\n`);
};
