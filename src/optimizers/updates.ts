import { ArgumentError, badArgument, describe } from '../support/errors.ts';
import { at, formatShape, sameShape } from '../support/shape.ts';
import type { Tensor } from '../tensor/tensor.ts';
import type { Variable } from '../tensor/variable.ts';

/** A variable, and the gradient it is to be updated with. */
export interface Update {
  readonly variable: Variable;
  readonly gradient: Tensor;
}

/**
 * Pairs variables with their gradients, leaving out those without one.
 *
 * @param known the variables that the optimizer was built with
 * @returns the pairs, and the paths of variables without a gradient
 * @throws ArgumentError when lengths or shapes differ, for unknown variables, and when there is no gradient at all
 */
export function pairUp(
  gradients: readonly (Tensor | null)[],
  variables: readonly Variable[],
  known: ReadonlySet<Variable>,
): { updates: Update[]; missing: string[] } {
  const updates: Update[] = [];
  const missing: string[] = [];
  variables.forEach((variable, i) => {
    const gradient = at(gradients, i);
    if (!known.has(variable)) {
      throw new ArgumentError(
        `An optimizer changes only the variables it was built with; make a new one for others. Received: ${describe(variable.path)}`,
      );
    }
    if (gradient === null) {
      missing.push(variable.path);
      return;
    }
    if (!sameShape(gradient.shape, variable.shape)) {
      const expected = `of shape ${formatShape(variable.shape)}, that of variable ${describe(variable.path)}`;
      throw badArgument(`gradients[${i}]`, expected, gradient);
    }
    updates.push({ variable, gradient });
  });
  if (updates.length === 0) {
    throw new ArgumentError(
      `\`gradients\` must have a gradient for at least one variable. Received: null for ${missing.join(', ')}`,
    );
  }
  return { updates, missing };
}
