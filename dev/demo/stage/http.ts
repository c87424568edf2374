import { NotYet } from './patience';

export interface Reply {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

const LIMIT_MS = 15_000;

/** One HTTP exchange in JSON. Nobody there, or no answer in time, is worth another try. */
export async function exchange(
  method: 'GET' | 'POST' | 'PUT',
  url: string,
  body?: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<Reply> {
  try {
    const response = await fetch(url, {
      method,
      headers: { 'content-type': 'application/json', ...headers },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(LIMIT_MS),
    });
    const text = await response.text();
    return { status: response.status, body: text === '' ? {} : parsed(text) };
  } catch (error) {
    throw new NotYet(`${method} ${url}: ${reasonOf(error)}`);
  }
}

function parsed(text: string): Record<string, unknown> {
  const value: unknown = JSON.parse(text);
  return typeof value === 'object' && value !== null ? { ...value } : { value };
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message : error.message;
}
