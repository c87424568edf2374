export type PoisonReason = 'schema' | 'signature' | 'unknown-type' | 'refused';

/** No repetition can help with this record: it goes to the dead letters with its reason. */
export class PoisonRecord extends Error {
  constructor(
    readonly reason: PoisonReason,
    /** Kept with the dead letter: name the field, the rule and the fix, and quote no content. */
    message: string,
  ) {
    super(message);
    this.name = 'PoisonRecord';
  }
}
