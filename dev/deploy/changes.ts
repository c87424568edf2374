import type { Edit } from '../patched/patch';

const SAGA = 'src/workflows/booking-payment.ts';
const LAST_IMPORT = "import { growingPauses } from './pauses';";
const FIRST_STEP = 'const opened = await steps.openPayment(';

/** Names of its own: the saga may import the same. */
const changed = (imports: string, before: string): readonly Edit[] => [
  {
    file: SAGA,
    from: LAST_IMPORT,
    to: `${LAST_IMPORT}\nimport { ${imports} } from '@temporalio/workflow';`,
  },
  { file: SAGA, from: FIRST_STEP, to: `${before}\n    ${FIRST_STEP}` },
];

/** Another command than the recorded one comes first: no open booking can go on with that. */
export const INCOMPATIBLE = changed('sleep as aMoment', "await aMoment('100 milliseconds');");

/** The same for new bookings only; those that are open go on as they began. */
export const PATCHED = changed(
  'patched as isNew, sleep as aMoment',
  "if (isNew('a-moment-first')) await aMoment('100 milliseconds');",
);
