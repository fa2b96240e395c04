import { ArgumentError, describe } from '../support/errors.ts';

const isOptions = <T>(value: T | object): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * The options of a layer whose first option people pass by position: `new MaxPooling2D(3)` as well as
 * `new MaxPooling2D({ poolSize: 3 })`.
 *
 * @throws ArgumentError when it is given in both ways
 */
export function leadingOption<Options extends object, K extends keyof Options & string>(
  className: string,
  key: K,
  first: Options[K] | Options | undefined,
  options: Options | undefined,
): Options {
  if (first === undefined) return options ?? ({} as Options);
  if (!isOptions(first)) {
    if (options !== undefined && isOptions(options) && key in options)
      throw new ArgumentError(`${className} takes ${key} once. Received: ${describe(first)} and ${describe(options[key])}`);
    return { ...options, [key]: first } as Options;
  }
  if (options !== undefined)
    throw new ArgumentError(`${className} takes one options object. Received: ${describe(first)} and ${describe(options)}`);
  return first as Options;
}
