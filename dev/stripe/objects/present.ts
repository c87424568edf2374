/** What leaves the simulator: everything but the `sim` notes on its own objects. */
export function presentText(value: unknown, indent?: number): string {
  return JSON.stringify(
    value,
    function (this: { object?: unknown }, name, inner: unknown) {
      return name === 'sim' && typeof this.object === 'string' ? undefined : inner;
    },
    indent,
  );
}

export function present(value: object): Record<string, unknown> {
  return JSON.parse(presentText(value)) as Record<string, unknown>;
}
