import { StateError } from '../support/errors.ts';
import type { Variable } from '../tensor/variable.ts';

/** A weight that exists once its layer is built. */
export function builtWeight(weight: Variable | null | undefined, name: string, layerName: string): Variable {
  if (weight) return weight;
  throw new StateError(
    `Layer "${layerName}" must be built before its ${name} can be read: apply it, or call build(inputShape). Received: layer.${name}`,
  );
}
