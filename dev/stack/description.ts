/** What is where: the content of `.local/stack.json`, for people, tools and tests. */
export interface StackDescription {
  readonly api: { readonly url: string };
  readonly temporal: {
    readonly address: string;
    readonly namespace: string;
    readonly taskQueue: string;
    readonly ui?: string;
  } & FromOutside;
  readonly kafka: { readonly brokers: readonly string[] } & FromOutside;
  readonly postgres: { readonly url: string } & FromOutside;
  readonly stripe: {
    readonly url: string;
    readonly secretKey: string;
    readonly publishableKey: string;
    readonly webhookSecret: string;
    readonly control?: string;
    readonly ledger?: string;
  } & FromOutside;
  readonly bookingOwner: { readonly url: string } & FromOutside;
  readonly processes: Readonly<Record<string, number>>;
}

interface FromOutside {
  /** The variable that named a part of the user's own; absent for parts that we started. */
  readonly from?: string;
}

export type Addresses = Omit<StackDescription, 'processes'>;
