/** The config of something that may be missing. */
export const optional = <T>(member: T | null, serialize: (member: T) => object): object | null =>
  member === null ? null : serialize(member);

/** How a serialized member is called when a layer is printed: by its name or its class. */
export function label(serialized: string | { readonly class_name: string; readonly config: unknown }): string {
  if (typeof serialized === 'string') return serialized;
  return serialized.class_name === 'function' ? String(serialized.config) : serialized.class_name;
}
