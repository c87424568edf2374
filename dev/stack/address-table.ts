import type { StackDescription } from './description';

type Row = readonly [string, string | undefined];

/** The simulator lets a customer in by the client secret alone. */
const PAYMENT_PAGE = '/pay/{paymentIntentId}?client_secret={clientSecret}';

/** Where everything is, for a person. */
export function addressTable(
  stack: StackDescription,
  pages: readonly Row[],
  localDir: string,
): string {
  const { api, temporal, kafka, postgres, stripe, bookingOwner, processes } = stack;
  const own = (part: { readonly from?: string }) => (part.from ? ` (${part.from})` : '');
  const simulated = stripe.control !== undefined;
  const rows: Row[] = [
    ['API', processes['api'] === undefined ? undefined : api.url],
    ...pages,
    ['Temporal Web UI', temporal.ui],
    ['Temporal', `${temporal.address}${own(temporal)}, task queue ${temporal.taskQueue}`],
    ['Kafka', `${kafka.brokers.join(', ')}${own(kafka)}`],
    ['PostgreSQL', `${postgres.url}${own(postgres)}`],
    [simulated ? 'Stripe simulator' : 'Stripe', `${stripe.url}${own(stripe)}`],
    ['  pay there', simulated ? `${stripe.url}${PAYMENT_PAGE}` : undefined],
    ['  its control', stripe.control],
    ['Booking owner', `${bookingOwner.url}${own(bookingOwner)}`],
    ['Logs and data', localDir],
  ];
  return rows
    .filter((row): row is [string, string] => row[1] !== undefined)
    .map(([name, address]) => `  ${name.padEnd(18)}${address}`)
    .join('\n');
}
