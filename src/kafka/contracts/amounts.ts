import type { Failure } from '../../domain/events';
import { toMajor, type Money } from '../../domain/money';

/**
 * Major units as a JSON number: the point is moved in the decimal string, and the number nearest
 * to it prints as those digits again. Never a division.
 */
export function majorOf({ amountMinor, currency }: Money): number {
  return Number(toMajor({ amountMinor, currency }));
}

/** The word of 002_5ff0327524e14c4a.txt where Stripe gave none. */
export function messageOf(failure: Failure): string {
  return failure.errorMessage || 'Payment failed';
}
