import { z } from 'zod';

/** How variables of the environment are written. */
export const list = (text: string) =>
  text
    .split(',')
    .map((item) => item.trim())
    .filter(Boolean);
export const flag = z
  .enum(['true', 'false', 'on', 'off'])
  .transform((word) => /true|on/.test(word));

const DURATION = /^(\d+)\s*(ms|s|m|h|seconds?|minutes?|hours?)$/;
const UNIT_MS: Record<string, number> = { m: 60_000, h: 3_600_000, s: 1_000 };
export const duration = z
  .string()
  .regex(DURATION, 'must be a number with a unit, such as "15 minutes", "90s" or "2h"')
  .transform((text) => {
    const [, count, unit] = DURATION.exec(text)!;
    return Number(count) * (unit === 'ms' ? 1 : UNIT_MS[unit![0]!]!);
  });

export const topicMap = z.string().transform((text, context) => {
  const pairs = list(text).map((pair) => pair.split('='));
  if (pairs.some((pair) => pair.length !== 2 || !pair[0] || !pair[1]))
    context.addIssue({ code: 'custom', message: 'must read name=other,name=other' });
  return Object.fromEntries(pairs) as Record<string, string>;
});
