import { snakeCase } from './case.ts';

/** Documented global state: how many objects have been named after each class. */
const counts = new Map<string, number>();

/** The next automatic name for an object of a class, as Keras counts them: `dense`, `dense_1`, `dense_2`, ... */
export function autoName(className: string): string {
  const base = snakeCase(className);
  const count = counts.get(base) ?? 0;
  counts.set(base, count + 1);
  return count === 0 ? base : `${base}_${count}`;
}

/** Documented global state: how often `uidOf` was asked for each prefix. */
const uids = new Map<string, number>();

/** How often it was called with a prefix. */
export function uidOf(prefix: string): number {
  const uid = (uids.get(prefix) ?? 0) + 1;
  uids.set(prefix, uid);
  return uid;
}

/** Starts counting anew, as `keras.utils.clear_session` does. */
export function resetNames(): void {
  counts.clear();
  uids.clear();
}

/** The name of an object's class: its own `className` where it has one (it survives minification), else its `name`. */
export function classNameOf(object: object): string {
  const cls = object.constructor;
  return Object.hasOwn(cls, 'className') && 'className' in cls && typeof cls.className === 'string'
    ? cls.className
    : cls.name;
}
