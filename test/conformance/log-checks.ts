import type { Check } from './check.ts';
import type { Tolerance } from './compare.ts';
import { type TensorJson, valuesOf } from './tensor-json.ts';

/** Every metric of every epoch. */
export function checkHistory(
  check: Check,
  got: Readonly<Record<string, readonly number[] | undefined>>,
  want: Readonly<Record<string, TensorJson>>,
  tolerance: Tolerance,
): void {
  check.equal('names in history', Object.keys(got).sort(), Object.keys(want).sort());
  for (const [name, expected] of Object.entries(want)) {
    const values = got[name] ?? [];
    check.equal(`epochs of ${name}`, values.length, expected.data.length);
    valuesOf(expected).forEach((value, epoch) => {
      check.number(`${name} of epoch ${epoch}`, values[epoch] ?? Number.NaN, value, tolerance);
    });
  }
}

/** What `evaluate` gave by name. */
export function checkLogs(
  check: Check,
  got: Readonly<Record<string, number>>,
  want: Readonly<Record<string, number>>,
  tolerance: Tolerance,
): void {
  check.equal('names in evaluate', Object.keys(got).sort(), Object.keys(want).sort());
  for (const [name, value] of Object.entries(want)) {
    check.number(`evaluated ${name}`, got[name] ?? Number.NaN, value, tolerance);
  }
}
