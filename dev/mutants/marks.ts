/** Begins the failure of a test that was never run, because what its suite sets up broke. */
export const SET_UP_BROKE = 'the set-up broke:';
