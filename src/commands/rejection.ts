/** Why a request is not carried out: told as its result, and the same again to its repeat. */
export interface Rejection {
  code: string;
  /** Names the field, the rule and the fix; quotes nothing. */
  message: string;
}

/** Thrown on the way; whoever answers the request catches it. */
export class Rejected extends Error {
  constructor(readonly rejection: Rejection) {
    super(rejection.code);
  }
}

export function reject(code: string, message: string): never {
  throw new Rejected({ code, message });
}

/** What is waited for may still come: the same record is taken up again in its place. */
export class NotYet extends Error {}

/** Its first answer stays with whoever asked first. */
export const REUSED: Rejection = {
  code: 'request_id_reused',
  message: 'metadata.requestId: It was used for another request. Send a new one',
};
