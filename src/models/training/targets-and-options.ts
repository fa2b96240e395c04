import { ArgumentError } from '../../support/errors.ts';
import { isPlainRecord } from '../../support/plain-record.ts';
import { isBatches } from './data-types.ts';

/**
 * Targets and options of `fit` and `evaluate`: with batches, in which the targets are, the options may come second.
 *
 * @param optionNames those that there are
 * @param method the method's name
 * @throws ArgumentError when options are in the place of the targets
 */
export function targetsAndOptions<Options extends object>(
  x: unknown,
  y: unknown,
  options: Options | undefined,
  optionNames: readonly string[],
  method: string,
): readonly [unknown, Partial<Options>] {
  if (options !== undefined || !isPlainRecord(y)) return [y, options ?? {}];
  if (isBatches(x)) return [null, y as Partial<Options>];
  const names = Object.keys(y);
  if (names.length > 0 && names.every((name) => optionNames.includes(name)))
    throw new ArgumentError(
      `${method}(x, y, options) takes the targets before the options: pass null for \`y\` where a model needs none. Received: options for \`y\`: { ${names.join(', ')} }`,
    );
  return [y, {}];
}
