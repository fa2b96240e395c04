/** Documented global configuration: whether progress is shown as live lines. */
let interactive = true;

/**
 * Whether `verbose: 'auto'` shows live progress lines where there is a terminal: true, unless `disableInteractiveLogging`
 * says otherwise.
 *
 * @see https://keras.io/api/utils/config_utils/
 *
 * @example
 * ```ts
 * import { config } from 'keratin';
 * console.log(config.isInteractiveLoggingEnabled()); // => true
 * ```
 */
export const isInteractiveLoggingEnabled = (): boolean => interactive;

/**
 * Shows live progress lines on terminals (again).
 *
 * @see https://keras.io/api/utils/config_utils/
 *
 * @example
 * ```ts
 * import { config } from 'keratin';
 * config.enableInteractiveLogging();
 * console.log(config.isInteractiveLoggingEnabled()); // => true
 * ```
 */
export function enableInteractiveLogging(): void {
  interactive = true;
}

/**
 * From now on `verbose: 'auto'` prints one plain line for each epoch, as into a file.
 *
 * @see https://keras.io/api/utils/config_utils/
 *
 * @example
 * ```ts
 * import { config } from 'keratin';
 * config.disableInteractiveLogging();
 * console.log(config.isInteractiveLoggingEnabled()); // => false
 * config.enableInteractiveLogging();
 * ```
 */
export function disableInteractiveLogging(): void {
  interactive = false;
}
