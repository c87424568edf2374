import { ApplicationFailure } from '@temporalio/workflow';
import type { OperatorOrder } from './messages';

// What the texts of an order may be. Orders may be sent by hand, with anything in any field.

const LONGEST = { reason: 500, actor: 100, text: 20_000 };
type TextName = keyof typeof LONGEST;

export const TEXT_NAMES = Object.keys(LONGEST) as readonly TextName[];

/** Every manual act needs one. */
export function mustGiveReason(order: Partial<OperatorOrder> | undefined): void {
  const { reason, actor } = order ?? {};
  if (!isText(reason)) throw refused('Give a reason: it is kept with the act', 'reason_required');
  mustBeText('reason', reason);
  if (actor !== undefined) mustBeText('actor', actor);
}

/** Kept in a row: what PostgreSQL refuses would be tried again for ever. */
export function mustBeText(name: TextName, value: unknown): void {
  if (!isText(value)) throw refused(`${name} must be a text`, 'validation_failed');
  if (value.length > LONGEST[name])
    throw refused(`${name} may have ${LONGEST[name]} characters at most`, 'validation_failed');
  if (/\0|\p{Surrogate}/u.test(value))
    throw refused(`Remove NUL and unpaired surrogates from ${name}`, 'validation_failed');
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value.trim() !== '';
}

/** An order that is not taken on: the caller reads `message`, programs read `type`. */
export function refused(message: string, type: string): ApplicationFailure {
  return ApplicationFailure.nonRetryable(message, type);
}
