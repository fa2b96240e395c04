import { badArgument } from '../support/errors.ts';
import { withNameScope } from './call-context.ts';

/**
 * Runs a function in which the paths of layers that are built, and of their weights, begin with a name.
 *
 * @param name the name, without "/"
 * @param body what is run; it must not be asynchronous
 * @returns what the function returns
 * @throws ArgumentError when the name is none, or the function is asynchronous
 * @see https://keras.io/api/layers/base_layer/
 *
 * @example
 * ```ts
 * import { layers, nameScope } from 'keratin';
 * const layer = new layers.Dense(2, { name: 'first' });
 * nameScope('block', () => layer.build([null, 3]));
 * console.log(layer.kernel.path); // => block/first/kernel
 * ```
 */
export function nameScope<T>(name: string, body: () => T): T {
  if (typeof name !== 'string' || name === '' || name.includes('/'))
    throw badArgument('name', 'a non-empty string without "/"', name);
  if (typeof body !== 'function') throw badArgument('body', 'a function', body);
  const result = withNameScope({}, name, body);
  if (result instanceof Promise) throw badArgument('body', 'a function that is not asynchronous', body);
  return result;
}
