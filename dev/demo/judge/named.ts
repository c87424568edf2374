/**
 * What must hold of every booking, whatever was expected of it: money I1 to I6, state and events
 * I7 to I13, time I15, the list of what a person has to look at I17.
 */
export type Invariant =
  | 'I1' // no money is lost or kept: what was taken and not given back is the price, or nothing
  | 'I2' // confirmed only with the money, in the right amount and currency
  | 'I3' // rows before PaymentIntents and charges
  | 'I4' // one PaymentIntent, one charge; none that is usable once the booking is over
  | 'I5' // refunds never exceed the charge, and are the same in our rows and at Stripe
  | 'I6' // one effect for each idempotency key, one lasting refund for each of ours
  | 'I7' // only allowed moves, without gaps
  | 'I8' // every transition is told, and nothing else
  | 'I9' // one id for each event, and every copy the same
  | 'I10' // in order
  | 'I11' // who reads Kafka knows how the booking stands
  | 'I12' // never told over to one and paid to another
  | 'I13' // what was answered is so
  | 'I15' // never early, decided soon after the deadline
  | 'I17'; // a person is told exactly of what needs one

export function named(invariant: Invariant, sentences: readonly string[]): string[] {
  return sentences.map((sentence) => `${invariant}: ${sentence}`);
}
