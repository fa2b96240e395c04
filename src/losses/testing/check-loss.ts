import * as ops from '../../ops/index.ts';
import { expectValues } from '../../ops/testing/expect.ts';
import type { TensorLike } from '../../tensor/convert.ts';
import { gradients } from '../../tensor/gradients.ts';
import type { Tensor } from '../../tensor/tensor.ts';

export type Row = readonly number[];

/** The loss of a row, written down once more in plain numbers. */
type RowLoss = (yTrue: Row, yPred: Row) => number;

/** Sum of f over pairs of elements. */
export const sumOver =
  (f: (t: number, p: number) => number): RowLoss =>
  (yTrue, yPred) =>
    yPred.reduce((sum, p, i) => sum + f(yTrue[i] ?? Number.NaN, p), 0);

/** Mean of f over pairs of elements. */
export const meanOver =
  (f: (t: number, p: number) => number): RowLoss =>
  (yTrue, yPred) =>
    sumOver(f)(yTrue, yPred) / yPred.length;

const STEP = 1e-5;

/**
 * Asserts that a loss function agrees with its formula in plain numbers, and its gradient with the formula's
 * differences (so give points away from its corners).
 */
export function expectRowLoss(
  loss: (yTrue: TensorLike, yPred: TensorLike) => Tensor,
  formula: RowLoss,
  yTrue: readonly Row[],
  yPred: readonly Row[],
): void {
  const lossOf = (pred: Row, i: number): number => formula(yTrue[i] ?? [], pred);
  expectValues(loss(yTrue, yPred), yPred.map(lossOf));
  const pred = ops.array(yPred);
  const [gradient] = gradients(ops.sum(loss(yTrue, pred)), [pred]);
  if (!gradient) throw new Error('The loss does not depend on its predictions.');
  const differences = yPred.map((row, i) =>
    row.map((_, j) => {
      const moved = (by: number): number =>
        lossOf(
          row.map((p, k) => (k === j ? p + by : p)),
          i,
        );
      return (moved(STEP) - moved(-STEP)) / (2 * STEP);
    }),
  );
  expectValues(gradient, differences, 1e-4);
}
