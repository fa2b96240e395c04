import fc from 'fast-check';
import { convertArray, type DType, type HostArray, hostView } from '../../support/dtype.ts';
import { at } from '../../support/shape.ts';
import type { Backend } from '../backend.ts';
import { referenceBackend } from '../reference/reference-backend.ts';
import { firstDifference, listing } from './differences.ts';
import { randomNumbers } from './numbers.ts';
import { type ParameterSpec, runOn } from './program-case.ts';
import { grow, recipes } from './random-graph.ts';

const BATCH = 100;

/** The same parameters with any bits: NaN, infinities, indices far outside. Bools stay 0 or 1. */
function wild(parameters: readonly ParameterSpec[], seed: number): ParameterSpec[] {
  const next = randomNumbers(seed);
  const bits = (dtype: DType, size: number): HostArray => {
    const words = Uint32Array.from({ length: size }, () => next() * 2 ** 32);
    if (dtype === 'bool')
      return convertArray(
        words.map((word) => word & 1),
        dtype,
      );
    return hostView(dtype, words.buffer, 0, size);
  };
  return parameters.map((spec) => ({ ...spec, values: bits(spec.dtype, spec.values.length) }));
}

/**
 * Runs random programs on a backend, each with values whose results the reference can tell exactly or within bounds, and
 * again with any bits, from which it must only come back. Returns what went wrong.
 */
export async function fuzz(
  backend: Backend,
  programs: number,
  seed: number,
  progress: (done: number) => void = () => {},
): Promise<string[]> {
  const failures: string[] = [];
  for (let done = 0; done < programs; done += BATCH) {
    const count = Math.min(BATCH, programs - done);
    fc.sample(recipes, { numRuns: count, seed: seed + done }).forEach((recipe, i) => {
      const { program, tracked } = grow(recipe);
      try {
        const expected = runOn(referenceBackend, program);
        const actual = runOn(backend, program);
        expected.forEach((values, j) => {
          const { error } = at(tracked, j);
          const difference = firstDifference(values, at(actual, j), error === 0 ? 'number' : () => 2 * error);
          if (difference !== undefined) throw new Error(`Result ${j}: ${difference}`);
        });
        runOn(backend, { ...program, parameters: wild(program.parameters, seed + done + i) });
      } catch (error) {
        failures.push(`${error}\n${listing(program.results)}`);
      }
    });
    progress(done + count);
    // Programs that are done give their memory back when nothing else runs.
    await new Promise((resolve) => setTimeout(resolve, 0));
  }
  return failures;
}
