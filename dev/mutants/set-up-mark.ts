import { SET_UP_BROKE } from './marks';

/**
 * Loaded by jest into every test file of a run. A mutant that breaks what a suite sets up makes all
 * its tests fail, which proves nothing: such failures must be told from those of a test.
 */
const real = globalThis.beforeAll;

globalThis.beforeAll = (setUp, timeout) => {
  real(async () => {
    try {
      await (setUp as () => unknown)();
    } catch (error) {
      const why = error instanceof Error ? (error.stack ?? error.message) : String(error);
      throw new Error(`${SET_UP_BROKE} ${why}`);
    }
  }, timeout);
};
