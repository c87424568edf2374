type Lock =
  { readonly release: () => void } | { readonly release?: never; readonly heldBy: number };

export function tryLock(path: string): Lock;
export function withLock<T>(
  path: string,
  work: () => Promise<T> | T,
  onWait?: (holderPid: number) => void,
): Promise<T>;
