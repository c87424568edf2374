/** The pages for people that the product may have: name, address, and one to try it with. */
const PAGES = [
  ['Checkout page', '/checkout/{bookingId}', '/checkout/none'],
  ['Operator console', '/operator', '/operator'],
  ['API documents', '/docs', '/docs'],
] as const;

const LIMIT_MS = 2_000;

/** Those that the API answers with a page, by name. */
export async function answeredPages(apiUrl: string): Promise<[string, string][]> {
  const tried = await Promise.all(
    PAGES.map(async ([name, address, probe]): Promise<[string, string][]> => {
      return (await isPage(`${apiUrl}${probe}`)) ? [[name, `${apiUrl}${address}`]] : [];
    }),
  );
  return tried.flat();
}

async function isPage(url: string): Promise<boolean> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(LIMIT_MS) });
    return response.headers.get('content-type')?.includes('text/html') ?? false;
  } catch {
    return false;
  }
}
