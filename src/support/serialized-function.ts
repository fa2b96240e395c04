import { ArgumentError, describe } from './errors.ts';

/** Keras's envelope around a function that is known by its name alone. */
export interface SerializedFunction {
  readonly module: string | null;
  readonly class_name: 'function';
  readonly config: string;
  readonly registered_name: string | null;
}

/** How Keras writes a function to a config. */
export const serializeFunction = (name: string): SerializedFunction => ({
  module: 'builtins',
  class_name: 'function',
  config: name,
  registered_name: 'function',
});

/**
 * The envelope around a user's function.
 *
 * @param kind what the function stands for, with its article
 * @throws ArgumentError when the function has no name to find it by
 */
export function serializeOwnFunction(kind: string, fn: { readonly name: string }): SerializedFunction {
  if (fn.name === '') {
    throw new ArgumentError(
      `A function must have a name to be serialized as ${kind}: declare it with \`function\` or \`const\`. Received: ${describe(fn)}`,
    );
  }
  return serializeFunction(fn.name);
}

/** The name in Keras's envelope around a function; undefined for anything else. */
export function serializedFunctionName(x: unknown): string | undefined {
  if (typeof x !== 'object' || x === null || !('class_name' in x) || x.class_name !== 'function') return undefined;
  return 'config' in x && typeof x.config === 'string' ? x.config : undefined;
}
