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

/** Starts counting anew, as `keras.utils.clear_session` does. */
export function resetNames(): void {
  counts.clear();
}

/** The name of an object's class: its own `className` where it has one (it survives minification), else its `name`. */
export function classNameOf(object: object): string {
  const cls = object.constructor;
  return Object.hasOwn(cls, 'className') && 'className' in cls && typeof cls.className === 'string'
    ? cls.className
    : cls.name;
}
