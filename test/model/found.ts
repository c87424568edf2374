import type { Step } from './sequence';

/** Stories that have gone wrong once; each is played first, ever after. */
export const FOUND: readonly { what: string; setup?: number; steps: readonly Step[] }[] = [
  {
    what: 'news of Stripe, while the owner of a paid booking was asked again, ended the saga',
    setup: 5,
    steps: [
      { name: 'owner is away', n: 0 },
      { name: 'pays', n: 0 },
      { name: 'customer cancels', n: 0 },
    ],
  },
  {
    what: 'the same: two webhooks of one payment, the later one first',
    setup: 5,
    steps: [
      { name: 'owner is away', n: 0 },
      { name: 'is challenged', n: 0 },
      { name: 'passes 3DS', n: 0 },
      { name: 'a webhook comes', n: 1 },
      { name: 'a webhook comes', n: 0 },
      { name: 'owner is back', n: 0 },
    ],
  },
  {
    what: 'a part refunded at Stripe before the owner had answered: nobody decided the booking',
    steps: [
      { name: 'owner is away', n: 0 },
      { name: 'pays', n: 0 },
      { name: 'refund in the dashboard', n: 0 },
    ],
  },
  {
    what: 'all of it refunded at Stripe before the owner had answered',
    steps: [
      { name: 'owner is away', n: 0 },
      { name: 'pays', n: 0 },
      { name: 'refund in the dashboard', n: 1 },
    ],
  },
  {
    what: 'a part refunded at Stripe while the confirmation was under way: CONFIRMED, not in part',
    steps: [
      { name: 'the process will stop', n: 8 },
      { name: 'pays', n: 0 },
      { name: 'refund in the dashboard', n: 0 },
    ],
  },
  {
    what: 'a failed refund was closed by hand while some of the charge was left, and nobody told',
    steps: [
      { name: 'pays', n: 0 },
      { name: 'refund in the dashboard', n: 1 },
      { name: 'refund fails', n: 0 },
      { name: 'refund in the dashboard', n: 0 },
      { name: 'operator marks refunded', n: 0 },
    ],
  },
  {
    what: 'a refund failed after its success while the order of another retry was still carried out',
    steps: [
      { name: 'pays', n: 0 },
      { name: 'refund is asked for', n: 0 },
      { name: 'refund fails', n: 0 },
      { name: 'the process will stop', n: 0 },
      { name: 'operator retries', n: 0 },
      { name: 'operator retries', n: 0 },
      { name: 'refund fails', n: 0 },
      { name: 'the process goes on', n: 0 },
    ],
  },
  {
    what: 'all of the money refunded at Stripe, then the owner refuses: the saga waits for a person',
    steps: [
      { name: 'the process will stop', n: 0 },
      { name: 'pays', n: 0 },
      { name: 'refund in the dashboard', n: 1 },
      { name: 'owner is unwilling', n: 0 },
    ],
  },
  {
    what: 'money that came before the booking’s own PaymentIntent, told to a person, was not looked at again',
    setup: 6_148_800,
    steps: [
      { name: 'pays a copy', n: 0 },
      ...Array.from({ length: 7 }, () => ({ name: 'a minute passes', n: 0 }) as const),
    ],
  },
];
