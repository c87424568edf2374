import { compensated } from './compensated';
import type { Ending } from './ending';
import { paying } from './paying';
import { refunded } from './refunded';
import { unpaid } from './unpaid';

/** Every ending that a booking can come to. */
export const ENDINGS: readonly Ending[] = [...paying, ...unpaid, ...compensated, ...refunded];
