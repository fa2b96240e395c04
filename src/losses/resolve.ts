import { unreachable } from '../support/dtype.ts';
import type { PartialShape } from '../support/shape.ts';
import { binaryCrossentropy } from './binary-crossentropy.ts';
import { categoricalCrossentropy } from './categorical-crossentropy.ts';
import { FunctionLoss } from './function-loss.ts';
import { type LossIdentifier, toLoss } from './get.ts';
import { type LabelKind, labelKind } from './label-kind.ts';
import type { Loss, LossFunction } from './loss.ts';
import { sparseCategoricalCrossentropy } from './sparse-categorical-crossentropy.ts';

/** What `compile` takes as a loss: also names that stand for the crossentropy that fits the shapes. */
export type CompileLoss = LossIdentifier | 'crossentropy' | 'ce';

function crossentropyFor(kind: LabelKind): LossFunction {
  switch (kind) {
    case 'binary':
      return binaryCrossentropy;
    case 'sparse':
      return sparseCategoricalCrossentropy;
    case 'categorical':
      return categoricalCrossentropy;
    default:
      return unreachable(kind);
  }
}

/**
 * The loss object that `compile` means by a name, function, config or object.
 *
 * @param yTrue shape of the targets, the batch axis included
 * @param yPred shape of the predictions, the batch axis included
 * @throws ArgumentError for an unknown name, with the nearest known one
 */
export function resolveLoss(identifier: CompileLoss, yTrue: PartialShape, yPred: PartialShape): Loss {
  if (identifier === 'crossentropy' || identifier === 'ce') {
    return new FunctionLoss(crossentropyFor(labelKind(yTrue, yPred)));
  }
  return toLoss(identifier);
}
