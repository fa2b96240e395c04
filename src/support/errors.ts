/**
 * An argument that a user passed is not acceptable. The message names the argument, says what was expected
 * and ends with what was received.
 *
 * @see Keratin's own; where Keras raises ValueError or TypeError
 *
 * @example
 * ```ts
 * import { ArgumentError, layers } from 'keratin';
 * try {
 *   new layers.Dense(-1);
 * } catch (error) {
 *   console.log(error instanceof ArgumentError); // => true
 * }
 * ```
 */
export class ArgumentError extends Error {
  override readonly name = 'ArgumentError';
}

/**
 * A call came at the wrong time, such as `fit` before `compile`.
 *
 * @see Keratin's own; where Keras raises RuntimeError or ValueError
 *
 * @example
 * ```ts
 * import { layers, Sequential, StateError } from 'keratin';
 * const model = new Sequential([new layers.Input({ shape: [2] }), new layers.Dense(1)]);
 * const early = model.fit([[1, 2]], [[3]]);
 * console.log(await early.catch((error) => error instanceof StateError)); // => true
 * ```
 */
export class StateError extends Error {
  override readonly name = 'StateError';
}

const MAX_TEXT = 80;
const MAX_DEPTH = 4;

const shortened = (text: string) => (text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT - 3)}...` : text);

/** JSON where there is one: not of what contains itself, nor of big integers. */
function asJson(value: object): string {
  try {
    return JSON.stringify(value) ?? 'object';
  } catch {
    return 'object';
  }
}

/** Renders any value in one short line for the end of an error message. */
export const describe = (value: unknown): string => describeWithin(value, 0);

function describeWithin(value: unknown, depth: number): string {
  if (value === null) return 'null';
  if (value === undefined) return 'undefined';
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'function') return `function ${value.name || '(anonymous)'}`;
  if (typeof value === 'bigint') return `${value}n`;
  if (typeof value !== 'object') return String(value);
  if (ArrayBuffer.isView(value)) {
    const length = 'length' in value ? Number(value.length) : value.byteLength;
    return `${value.constructor.name}(${length})`;
  }
  if (Array.isArray(value)) {
    if (depth === MAX_DEPTH) return `[${value.length} items]`;
    const shown = value
      .slice(0, 8)
      .map((item) => describeWithin(item, depth + 1))
      .join(', ');
    return value.length > 8 ? `[${shown}, ... ${value.length} items]` : `[${shown}]`;
  }
  const shape = 'shape' in value && Array.isArray(value.shape) ? ` of shape ${describe(value.shape)}` : '';
  const className = value.constructor?.name ?? 'object';
  if (className !== 'Object') return `${className}${shape}`;
  return shortened(asJson(value));
}

/** An `ArgumentError` in the house's wording: "`units` must be a positive integer. Received: units=-3". */
export function badArgument(name: string, expected: string, received: unknown): ArgumentError {
  return new ArgumentError(`\`${name}\` must be ${expected}. Received: ${name}=${describe(received)}`);
}

/** How many letters have to be put in, left out, replaced or swapped with their neighbour to make one word of another. */
function editDistance(a: string, b: string): number {
  let beforeThat: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const substitution = (previous[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      const swap = swapped ? (beforeThat[j - 2] ?? 0) + 1 : substitution;
      row.push(Math.min(substitution, swap, (previous[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1));
    }
    beforeThat = previous;
    previous = row;
  }
  return previous[b.length] ?? 0;
}

const letters = (word: string) => word.toLowerCase().replace(/[^a-z0-9]/g, '');

/** The choice nearest to a mistyped name, or undefined when nothing comes close (more than 40% of the letters differ). */
export function nearest(name: string, choices: Iterable<string>): string | undefined {
  const wanted = letters(name);
  let best: string | undefined;
  let bestDistance = Math.max(2, Math.floor(wanted.length * 0.4)) + 1;
  for (const choice of choices) {
    const distance = editDistance(wanted, letters(choice));
    if (distance < bestDistance) [best, bestDistance] = [choice, distance];
  }
  return best;
}

/** An `ArgumentError` for a name that nobody knows: "Unknown loss. Did you mean 'mse'? Received: 'mae2'". */
export function unknownName(kind: string, name: string, choices: Iterable<string>): ArgumentError {
  const all = [...choices];
  const near = nearest(name, all);
  const hint =
    near === undefined
      ? `Known: ${all.slice(0, 40).join(', ')}${all.length > 40 ? ', ...' : ''}.`
      : `Did you mean ${JSON.stringify(near)}?`;
  return new ArgumentError(`Unknown ${kind}. ${hint} Received: ${JSON.stringify(name)}`);
}

/** Refuses what is no options object, and option names that a constructor does not know, with the nearest known one. */
export function checkOptions(where: string, options: object, known: readonly string[]): void {
  if (typeof options !== 'object' || options === null || Array.isArray(options)) {
    throw new ArgumentError(
      `The options of ${where} must be given by name, such as { ${known[0] ?? 'name'}: ... }. Received: ${describe(options)}`,
    );
  }
  for (const key of Object.keys(options)) {
    if (!known.includes(key)) throw unknownName(`option of ${where}`, key, known);
  }
}
