import * as ops from '../ops/index.ts';
import type { Tensor } from '../tensor/tensor.ts';
import type { Variable } from '../tensor/variable.ts';
import type { OptimizerSettings } from './options.ts';

/**
 * Part of a step: average = momentum * average + (1 - momentum) * variable. The first step copies the variables into
 * their averages; every `emaOverwriteFrequency` steps the averages replace the variables.
 *
 * @param pairs variables and their averages
 * @param iterations number of steps before this one
 */
export function updateAverages(
  pairs: readonly (readonly [variable: Variable, average: Variable])[],
  iterations: Tensor,
  { emaMomentum, emaOverwriteFrequency: frequency }: OptimizerSettings,
): void {
  const stays = ops.where(ops.equal(iterations, 0), 0, emaMomentum);
  const comes = ops.subtract(1, stays);
  const overwrite = frequency === null ? null : ops.equal(ops.mod(ops.add(iterations, 1), frequency), 0);
  for (const [variable, average] of pairs) {
    average.assign(ops.add(ops.multiply(stays, average), ops.multiply(comes, variable)));
    if (overwrite !== null) variable.assign(ops.where(overwrite, average, variable));
  }
}
