import type { ConfigurableClass } from './registry.ts';

/** Custom classes and functions by the names under which configs mention them. */
export type CustomMembers<F> = Readonly<Record<string, ConfigurableClass | F>>;

/** Classes and functions of any kind. */
export type CustomObjects = CustomMembers<(...args: never[]) => unknown>;

/** Tells a class, which makes objects from configs, from a plain function. */
export const isConfigurableClass = (x: unknown): x is ConfigurableClass =>
  typeof x === 'function' && 'fromConfig' in x && typeof x.fromConfig === 'function';

/** The classes among custom classes and functions. */
export const customClasses = (custom: CustomMembers<unknown>): Readonly<Record<string, ConfigurableClass>> =>
  Object.fromEntries(
    Object.entries(custom).filter((entry): entry is [string, ConfigurableClass] => isConfigurableClass(entry[1])),
  );

/** The user's classes and functions for what is being deserialized. */
let scope: CustomObjects = {};

/**
 * The custom classes and functions by name that the scopes around this moment hold.
 *
 * @see https://keras.io/api/utils/serialization_utils/#getcustomobjects-function
 *
 * @example
 * ```ts
 * import { layers, saving } from 'keratin';
 * class Half extends layers.Layer {}
 * saving.customObjectScope({ Half }, () => console.log(Object.keys(saving.getCustomObjects()))); // => [ 'Half' ]
 * ```
 */
export const currentCustomObjects = (): CustomObjects => scope;

/**
 * Runs `body` while names in configs may also mean these classes and functions. A load that begins inside keeps them
 * to its end.
 *
 * @param objects by class name, function name or registered name
 * @param body what to do with them
 * @returns what `body` returns
 * @see https://keras.io/api/models/model_saving_apis/serialization_utils/#customobjectscope-class
 *
 * @example
 * ```ts
 * import { activations, ops, saving, type TensorLike } from 'keratin';
 * const half = (x: TensorLike) => ops.multiply(x, 0.5);
 * const found = saving.customObjectScope({ half }, () => activations.get('half' as 'relu'));
 * console.log(await found([4]).array()); // => [2]
 * ```
 */
export function customObjectScope<T>(objects: CustomObjects, body: () => T): T {
  const outer = scope;
  scope = { ...outer, ...objects };
  try {
    return body();
  } finally {
    scope = outer;
  }
}

/** What a name stands for among custom objects, or in the scopes around. `constructor` and the like are nobody's. */
export function customMember<F>(custom: CustomMembers<F>, name: string): ConfigurableClass | F | undefined {
  if (Object.hasOwn(custom, name)) return custom[name];
  if (!Object.hasOwn(scope, name)) return undefined;
  // A function is taken at its word: its parameters cannot be seen from outside.
  return scope[name] as ConfigurableClass | F | undefined;
}
