import { renameSync, writeFileSync } from 'node:fs';

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

/** Whole or not at all: readers may look at any time. */
export function writeDescription(file: string, description: StackDescription): void {
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, `${JSON.stringify(description, null, 2)}\n`, { mode: 0o600 });
  renameSync(draft, file);
}
