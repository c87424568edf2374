import { clientSecret } from './ids';

/** Alone in its field, in the address of a page, or in an invoice: it always begins with its id. */
const SECRET = /\b((?:pi|seti)_[0-9A-Za-z]+)_secret_[0-9a-f]{25}/g;
const HIDDEN = /\(client secret of ((?:pi|seti)_[0-9A-Za-z]+)\)/g;

/** How ledgers of earlier versions hid it. */
const HIDDEN_BEFORE = '(derived from the id)';

/** Client secrets never reach the ledger; reading it derives them again. */
export function createSecrets(secretKey: string) {
  const shown = (_: string, id: string) => clientSecret(id, secretKey);
  return {
    encode: (value: unknown): string =>
      JSON.stringify(value).replace(SECRET, '(client secret of $1)'),
    decode: (text: string): unknown =>
      JSON.parse(
        text.replace(HIDDEN, shown),
        function (this: { id?: string }, name, inner: unknown) {
          return name === 'client_secret' && inner === HIDDEN_BEFORE
            ? clientSecret(this.id ?? '', secretKey)
            : inner;
        },
      ),
  };
}
