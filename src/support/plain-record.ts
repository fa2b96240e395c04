/** True for `{...}`, as opposed to lists and instances of classes. */
export function isPlainRecord(x: unknown): x is { readonly [key: string]: unknown } {
  if (typeof x !== 'object' || x === null) return false;
  const prototype: unknown = Object.getPrototypeOf(x);
  return prototype === Object.prototype || prototype === null;
}
