import type { ComplexTensor } from '../../src/ops/complex.ts';
import type { Tensor } from '../../src/tensor/tensor.ts';
import type { Variable } from '../../src/tensor/variable.ts';
import { compareTensors, errorInTolerances, type Tolerance } from './compare.ts';
import type { TensorJson } from './tensor-json.ts';

/** Collects the comparisons of one case. */
export class Check {
  readonly #tolerance: Tolerance;
  /** The largest error in units of tolerance so far. */
  worst = 0;
  readonly failures: string[] = [];

  /** @param tolerance what holds where a comparison brings none of its own */
  constructor(tolerance: Tolerance) {
    this.#tolerance = tolerance;
  }

  #record(what: string, error: number, reason: string | null): void {
    this.worst = Math.max(this.worst, error);
    if (error > 1) this.failures.push(`${what}: ${reason ?? 'differs'} (${error.toPrecision(3)} tolerances)`);
  }

  tensor(
    what: string,
    got: Tensor | ComplexTensor | Variable,
    want: TensorJson,
    tolerance: Tolerance = this.#tolerance,
  ): void {
    const { error, reason } = compareTensors(
      { shape: got.shape, dtype: got.dtype, data: got.dataSync() },
      want,
      tolerance,
    );
    this.#record(what, error, reason);
  }

  /** Lists of tensors, of the same length; null where there is none. */
  tensors(
    what: string,
    got: readonly (Tensor | ComplexTensor | Variable | null)[],
    want: readonly (TensorJson | null)[],
    tolerance?: Tolerance,
  ): void {
    this.equal(`number of ${what}`, got.length, want.length);
    want.forEach((expected, i) => {
      const result = got[i] ?? null;
      if (expected === null) return;
      if (result === null) this.#record(`${what}[${i}]`, Number.POSITIVE_INFINITY, 'missing');
      else this.tensor(`${what}[${i}]`, result, expected, tolerance);
    });
  }

  number(what: string, got: number, want: number, tolerance: Tolerance = this.#tolerance): void {
    this.#record(what, errorInTolerances(got, want, tolerance), `${got}, expected ${want}`);
  }

  /** Equality to the letter: of texts, and of values that JSON can hold. */
  equal(what: string, got: unknown, want: unknown): void {
    const [left, right] = [canonical(got), canonical(want)];
    if (left !== right) this.#record(what, Number.POSITIVE_INFINITY, firstDifference(left, right));
  }
}

/** JSON in which the order of an object's keys does not show. */
function canonical(value: unknown): string {
  const sorted = (_key: string, item: unknown) =>
    typeof item === 'object' && item !== null && !Array.isArray(item)
      ? Object.fromEntries(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1)))
      : item;
  return typeof value === 'string' ? value : (JSON.stringify(value, sorted) ?? 'undefined');
}

function firstDifference(got: string, want: string): string {
  let position = 0;
  while (position < got.length && got[position] === want[position]) position++;
  const around = (text: string) => text.slice(Math.max(0, position - 40), position + 60);
  return `${JSON.stringify(around(got))}, expected ${JSON.stringify(around(want))}`;
}
