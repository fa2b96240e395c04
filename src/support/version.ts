/** The package's version, as package.json has it. */
const VERSION = '0.1.0';

/**
 * Keratin's version.
 *
 * @see https://keras.io/api/
 *
 * @example
 * ```ts
 * import { version } from 'keratin';
 * console.log(version().split('.').length); // => 3
 * ```
 */
export const version = (): string => VERSION;
