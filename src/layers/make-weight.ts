import type { ConstraintIdentifier } from '../constraints/index.ts';
import * as constraints from '../constraints/index.ts';
import type { InitializerIdentifier } from '../initializers/index.ts';
import * as initializers from '../initializers/index.ts';
import type { RegularizerIdentifier } from '../regularizers/index.ts';
import * as regularizers from '../regularizers/index.ts';
import { type DType, isFloat, standardizeDtype } from '../support/dtype.ts';
import { badArgument } from '../support/errors.ts';
import type { Shape } from '../support/shape.ts';
import { Variable } from '../tensor/variable.ts';
import { currentPath } from './call-context.ts';

export interface AddWeightOptions {
  /** Default []: a scalar. */
  shape?: Shape;
  /** Default 'glorot_uniform'; 'zeros' for integers and booleans. */
  initializer?: InitializerIdentifier | null;
  /** Default 'variable'. */
  name?: string;
  /** Default true. */
  trainable?: boolean;
  regularizer?: RegularizerIdentifier | null;
  constraint?: ConstraintIdentifier | null;
  /** Default: the layer's. */
  dtype?: DType;
  /** Whether a layer of mixed precision reads it in the dtype that it computes in. Default true. */
  autocast?: boolean;
}

/** A weight with its first value, which is computed when somebody needs it. Its path is that of the current scope. */
export function makeWeight(options: AddWeightOptions, layerName: string, layerDtype: DType): Variable {
  const { shape = [], name = 'variable', trainable = true } = options;
  if (!shape.every((n) => Number.isInteger(n) && n >= 0)) {
    throw badArgument('shape', `a list of known extents for weight "${name}" of layer "${layerName}"`, shape);
  }
  const dtype = standardizeDtype(options.dtype ?? layerDtype);
  const initializer = initializers.get(options.initializer ?? (isFloat(dtype) ? 'glorot_uniform' : 'zeros'));
  return new Variable(() => initializer.apply(shape, { dtype }), {
    name,
    path: `${currentPath()}/${name}`,
    trainable: trainable && isFloat(dtype),
    autocast: options.autocast ?? true,
    regularizer: regularizers.get(options.regularizer),
    constraint: constraints.get(options.constraint),
  });
}
