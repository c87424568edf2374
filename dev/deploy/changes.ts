import type { Edit } from '../demo/planted/copy';

const SAGA = 'src/workflows/booking-payment.ts';
const LAST_IMPORT = "import { growingPauses } from './pauses';";
const FIRST_STEP = 'const opened = await steps.openPayment(';

const changed = (imports: string, before: string): readonly Edit[] => [
  {
    file: SAGA,
    find: LAST_IMPORT,
    replace: `${LAST_IMPORT}\nimport { ${imports} } from '@temporalio/workflow';`,
  },
  { file: SAGA, find: FIRST_STEP, replace: `${before}\n    ${FIRST_STEP}` },
];

/** Another command than the recorded one comes first: no open booking can go on with that. */
export const INCOMPATIBLE = changed('sleep', "await sleep('100 milliseconds');");

/** The same for new bookings only; those that are open go on as they began. */
export const PATCHED = changed(
  'patched, sleep',
  "if (patched('a-moment-first')) await sleep('100 milliseconds');",
);
