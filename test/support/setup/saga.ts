import setUpPostgres from './postgres';
import setUpTemporal from './temporal';

/** The whole-saga rig stands on both. */
export default async function setUp(): Promise<void> {
  await Promise.all([setUpPostgres(), setUpTemporal()]);
}
