/** What "nobody notices" means in numbers. */
export const LIMITS = {
  /**
   * For one answer of the API. It answers a purchase within 10 s whatever happens behind it, with
   * 202 if need be; the rest is for the way there and back on a busy machine. Callers that wait for
   * the usual 15 s never run into their own limit. Of Kafka a booking may feel 250 ms per step, and
   * nothing once the outage is known: that shows in the median.
   */
  answerMs: 12_000,
  /** From Kafka's return until everything is out that was committed before it. */
  publishedMs: 60_000,
  /** From the order to the confirmation, with a customer's pauses in between. */
  confirmedMs: 60_000,
} as const;
