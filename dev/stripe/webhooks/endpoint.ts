/** Where events go. The id is the place in the list, so a moved URL keeps what it is owed. */
export type Endpoint = { id: string; url: string; secrets: string[] };

export const asEndpoints = (given: { url: string; secrets: string[] }[]): Endpoint[] =>
  given.map(({ url, secrets }, index) => ({ id: `we_${index + 1}`, url, secrets }));
