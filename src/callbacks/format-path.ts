import { ArgumentError } from '../support/errors.ts';
import type { Logs } from './logs.ts';

const PLACE = /\{(\w+)(?::(0?)(\d*)(?:\.(\d+)([fe]))?(d?))?\}/g;

/**
 * Fills in what stands in braces, as Python's `format` does: `{epoch:02d}`, `{val_loss:.2f}`, `{loss}`.
 *
 * @throws ArgumentError for a name that there is no value of
 */
export function formatPath(path: string, values: Logs): string {
  return path.replace(PLACE, (_, name: string, zero: string, width = '', digits?: string, notation?: string) => {
    const value = Object.hasOwn(values, name) ? values[name] : undefined;
    if (value === undefined)
      throw new ArgumentError(
        `\`filepath\` may hold ${Object.keys(values).join(', ')} in braces. Received: ${JSON.stringify(path)}`,
      );
    const text =
      digits === undefined
        ? String(value)
        : notation === 'e'
          ? value.toExponential(Number(digits)).replace(/e([+-])(\d)$/, 'e$10$2')
          : value.toFixed(Number(digits));
    return text.padStart(Number(width), zero === '0' ? '0' : ' ');
  });
}
