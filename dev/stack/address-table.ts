import type { StackDescription } from './description';

/** Where everything is, for a person. */
export function addressTable(stack: StackDescription, localDir: string): string {
  const { api, temporal, kafka, postgres, stripe, bookingOwner, processes } = stack;
  const own = (part: { readonly from?: string }) => (part.from ? ` (${part.from})` : '');
  const rows: [string, string | undefined][] = [
    ['API', processes['api'] === undefined ? undefined : api.url],
    ['Temporal Web UI', temporal.ui],
    ['Temporal', `${temporal.address}${own(temporal)}, task queue ${temporal.taskQueue}`],
    ['Kafka', `${kafka.brokers.join(', ')}${own(kafka)}`],
    ['PostgreSQL', `${postgres.url}${own(postgres)}`],
    [stripe.control ? 'Stripe simulator' : 'Stripe', `${stripe.url}${own(stripe)}`],
    ['  its control', stripe.control],
    ['Booking owner', `${bookingOwner.url}${own(bookingOwner)}`],
    ['Logs and data', localDir],
  ];
  return rows
    .filter((row): row is [string, string] => row[1] !== undefined)
    .map(([name, address]) => `  ${name.padEnd(18)}${address}`)
    .join('\n');
}
