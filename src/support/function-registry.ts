/** A function of the user's own. */
export type AnyFunction = (...args: never[]) => unknown;

/** Functions by the names under which configs mention them, and the other way round. Filled by the user. */
const byName = new Map<string, AnyFunction>();
const names = new WeakMap<AnyFunction, string>();

/** Makes a function known to configs as `package>name`. */
export function registerFunction(fn: AnyFunction, registeredName: string): void {
  byName.set(registeredName, fn);
  names.set(fn, registeredName);
}

/** The name under which a function is registered; undefined for others. */
export const registeredFunctionName = (fn: AnyFunction): string | undefined => names.get(fn);

/** The function registered under a name, with its package or (when it is in the package `Custom`) without. */
export const registeredFunction = (name: string): AnyFunction | undefined =>
  byName.get(name) ?? byName.get(`Custom>${name}`);
