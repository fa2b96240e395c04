/** Documented global configuration: see `config.setEpsilon`. */
let chosen = 1e-7;

/**
 * The small number that keeps divisions and logarithms finite: 1e-7, unless `setEpsilon` says otherwise.
 *
 * @see https://keras.io/api/utils/config_utils/#epsilon-function
 *
 * @example
 * ```ts
 * import { config } from 'keratin';
 * console.log(config.epsilon()); // => 1e-7
 * ```
 */
export const epsilon = (): number => chosen;

/** `config.setEpsilon`, which checks the number. */
export function chooseEpsilon(value: number): void {
  chosen = value;
}
