import type { SerializedFunction } from '../support/family.ts';

/** How Keras writes a function to a config. */
export const serializeFunction = (name: string): SerializedFunction => ({
  module: 'builtins',
  class_name: 'function',
  config: name,
  registered_name: 'function',
});

/** The name in Keras's envelope around a function; undefined for anything else. */
export function serializedFunctionName(x: unknown): string | undefined {
  if (typeof x !== 'object' || x === null || !('class_name' in x) || x.class_name !== 'function') return undefined;
  return 'config' in x && typeof x.config === 'string' ? x.config : undefined;
}
