import { ENDINGS } from './endings';
import type { Ending } from './endings/ending';
import type { Policy } from './stage/stage';

const SHORT_WINDOW_MS = 2 * 60_000;
const FEW_ATTEMPTS = 5;

interface Choice {
  readonly policy: Policy;
  readonly only: readonly string[];
  readonly say: (line: string) => void;
}

/** The endings that this stack can show in reasonable time. Says which it cannot, and why. */
export function choose({ policy, only, say }: Choice): readonly Ending[] {
  const unknown = only.filter((name) => !ENDINGS.some((ending) => ending.name === name));
  if (unknown.length > 0)
    throw new Error(
      `no such ending: ${unknown.join(', ')}; there are ${ENDINGS.map(({ name }) => name).join(', ')}`,
    );
  const wanted = ENDINGS.filter(({ name }) => only.length === 0 || only.includes(name));
  return wanted.filter(({ about, needs }) => {
    const why = obstacle(needs, policy);
    if (why !== undefined) say(`not shown here: ${about} (${why})`);
    return why === undefined;
  });
}

/** It waits for the clock: that costs nobody anything. */
export function isSlow({ needs }: Ending): boolean {
  return needs === 'a short payment window' || needs === 'a short confirm window';
}

function obstacle(
  needs: Ending['needs'],
  { windowMs, confirmMs, attempts }: Policy,
): string | undefined {
  if (needs === 'a short payment window' && windowMs > SHORT_WINDOW_MS)
    return `the payment window is ${minutes(windowMs)}, set PAYMENT_WINDOW to 2 minutes or less`;
  if (needs === 'a short confirm window' && confirmMs > SHORT_WINDOW_MS)
    return 'how long an owner has to confirm is not known';
  if (needs === 'few attempts' && attempts > FEW_ATTEMPTS)
    return 'how many attempts a customer has is not known';
  return undefined;
}

/** Measured from outside, a moment after it began: more digits would not be true. */
function minutes(ms: number): string {
  return `${Number((ms / 60_000).toFixed(1))} minutes`;
}
