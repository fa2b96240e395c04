import type { PartialShape } from '../support/shape.ts';

/** How classes are written: as one probability of yes, as one-hot rows, or as class numbers. */
export type LabelKind = 'binary' | 'categorical' | 'sparse';

/**
 * Keras's rule for names such as 'accuracy' that stand for several functions: binary where the last axis of the
 * predictions has extent 1; sparse where the targets lack the axis of the classes, or have extent 1 there; else
 * categorical.
 *
 * @param yTrue shape of the targets, the batch axis included
 * @param yPred shape of the predictions, the batch axis included
 */
export function labelKind(yTrue: PartialShape, yPred: PartialShape): LabelKind {
  if (yPred.at(-1) === 1) return 'binary';
  const lacksClasses = yTrue.length < yPred.length || (yTrue.at(-1) === 1 && (yPred.at(-1) ?? 0) > 1);
  return lacksClasses ? 'sparse' : 'categorical';
}
