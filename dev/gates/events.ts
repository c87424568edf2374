import { CATALOGUE } from '@booking-payment/events/schemas';
import { breaches } from '../events/compatibility';
import { readFrozen } from '../events/frozen';

readFrozen().then(
  (frozen) => {
    const found = breaches(frozen, CATALOGUE);
    if (found.length > 0) {
      process.stderr.write(`${found.join('\n')}\n`);
      process.exit(1);
    }
    process.stdout.write(`${frozen.length} released schemas are kept.\n`);
  },
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  },
);
