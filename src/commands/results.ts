import type { Contracts } from '../kafka/contracts';

/** The builders of the family `customer`, where it is enabled. */
export type CustomerResults = NonNullable<Contracts['results']>;
