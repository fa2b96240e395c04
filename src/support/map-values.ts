/** A record of the same keys, with each value mapped. */
export function mapValues<T, Out>(
  record: Readonly<Record<string, T>>,
  map: (value: T, key: string) => Out,
): Record<string, Out> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value, key)]));
}
