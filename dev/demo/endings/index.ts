import { closed } from './closed';
import { compensated } from './compensated';
import { crowded } from './crowded';
import { disputed } from './disputed';
import type { Ending } from './ending';
import { held } from './held';
import { inquired } from './inquired';
import { mended } from './mended';
import { paying } from './paying';
import { refunded } from './refunded';
import { server } from './server';
import { timed } from './timed';
import { unpaid } from './unpaid';

/** Every ending that a booking can come to. */
export const ENDINGS: readonly Ending[] = [
  ...[...paying, ...unpaid, ...compensated, ...refunded],
  ...[...held, ...server, ...timed, ...closed],
  ...[...disputed, ...inquired, ...mended, ...crowded],
];
