import { clientSecret } from './ids';

const HIDDEN = '(derived from the id)';

/** Client secrets never reach the ledger; reading it derives them again. */
export function createSecrets(secretKey: string) {
  return {
    encode: (value: unknown): string =>
      JSON.stringify(value, (name, inner: unknown) =>
        name === 'client_secret' && typeof inner === 'string' ? HIDDEN : inner,
      ),
    decode: (text: string): unknown =>
      JSON.parse(text, function (this: { id?: string }, name, inner: unknown) {
        return name === 'client_secret' && inner === HIDDEN
          ? clientSecret(this.id ?? '', secretKey)
          : inner;
      }),
  };
}
