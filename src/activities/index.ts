import type { Dependencies } from './dependencies';
import { createConfirming } from './confirming';
import { createOpening } from './opening';
import { createRefunding } from './refunding';
import { createSettling } from './settling';

/** Everything that workflows may have done. Workflows import the type alone. */
export function createActivities(
  deps: Dependencies,
  publishing: { publishPending: () => Promise<{ published: number; left: number }> },
) {
  const opening = createOpening(deps);
  const confirming = createConfirming(deps);
  const { openPayment } = opening;
  const { confirmBooking, abandonConfirmation, releaseBooking } = confirming;
  return {
    openPayment,
    ...createSettling(deps, opening, confirming),
    confirmBooking,
    abandonConfirmation,
    releaseBooking,
    ...createRefunding(deps),
    ...publishing,
  };
}

export type Activities = ReturnType<typeof createActivities>;
