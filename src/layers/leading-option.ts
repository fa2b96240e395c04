import { ArgumentError, describe } from '../support/errors.ts';

const isOptions = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * The options of a layer whose first option people pass by position: `new MaxPooling2D(3)` as well as
 * `new MaxPooling2D({ poolSize: 3 })`.
 *
 * @throws ArgumentError when options are given twice
 */
export function leadingOption<Options extends object>(
  className: string,
  key: keyof Options & string,
  first: Options | number | readonly unknown[] | undefined,
  rest: Options | undefined,
): Options {
  const positional = first !== undefined && !isOptions(first);
  const options = { ...(isOptions(first) ? first : undefined), ...rest };
  if (first !== undefined && rest !== undefined && (!positional || key in rest))
    throw new ArgumentError(
      `${className} takes ${positional ? key : 'its options'} once. Received: ${describe(first)} and ${describe(rest)}`,
    );
  return (positional ? { ...options, [key]: first } : options) as Options;
}
