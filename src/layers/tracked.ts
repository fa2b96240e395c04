import { isPlainRecord } from '../support/plain-record.ts';
import { Variable } from '../tensor/variable.ts';
import { KerasTensor } from './keras-tensor.ts';

/**
 * Visits what an object's public fields hold, in declaration order, and what is in lists, records, maps and sets there.
 * Fields written with `#` cannot be seen.
 */
function visitFields(owner: object, visit: (value: object) => boolean): void {
  const seen = new Set<object>([owner]);
  const look = (value: unknown): void => {
    if (typeof value !== 'object' || value === null || seen.has(value)) return;
    seen.add(value);
    if (visit(value) || value instanceof Variable || value instanceof KerasTensor) return;
    if (Array.isArray(value)) {
      // A list of numbers is data, which may be long.
      if (typeof value[0] !== 'number') value.forEach(look);
    } else if (value instanceof Map || value instanceof Set) [...value.values()].forEach(look);
    else if (isPlainRecord(value)) Object.values(value).forEach(look);
  };
  Object.values(owner).forEach(look);
}

/** The objects of a kind that an object's fields hold, each once, in declaration order. */
export function fieldsOf<T extends object>(owner: object, isKind: (value: object) => value is T): T[] {
  const found: T[] = [];
  visitFields(owner, (value) => {
    if (!isKind(value)) return false;
    found.push(value);
    return true;
  });
  return found;
}
