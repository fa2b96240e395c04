import * as ops from '../ops/index.ts';
import { at } from '../support/shape.ts';
import type { Tensor } from '../tensor/tensor.ts';
import type { ConfusionCounts } from './confusion-counts.ts';

/** Curves whose area can be taken. */
export type AucCurve = 'ROC' | 'PR' | 'PRGAIN';

/** How the area between two points is taken: by their mean, the smaller or the larger height. */
export type AucSummation = 'interpolation' | 'minoring' | 'majoring';

/** All rows but the last, and all but the first: the left and right ends of the intervals between thresholds. */
function ends(x: Tensor): [Tensor, Tensor] {
  const shape = [at(x.shape, 0) - 1, ...x.shape.slice(1)];
  const zeros = x.shape.map(() => 0);
  return [ops.slice(x, zeros, shape), ops.slice(x, [1, ...zeros.slice(1)], shape)];
}

/** The points of a curve, one for each threshold. */
function pointsOf(curve: AucCurve, counts: ConfusionCounts): { readonly x: Tensor; readonly y: Tensor } {
  const { truePositives: tp, falsePositives: fp, trueNegatives: tn, falseNegatives: fn } = counts;
  const recall = ops.divideNoNan(tp, ops.add(tp, fn));
  if (curve === 'ROC') return { x: ops.divideNoNan(fp, ops.add(fp, tn)), y: recall };
  const precision = ops.divideNoNan(tp, ops.add(tp, fp));
  if (curve === 'PR') return { x: recall, y: precision };
  // Gain = (rate - π) / ((1 - π) * rate), where π is the share of positives; recalls without gain count as none
  // (Flach and Kull 2015, "Precision-Recall-Gain curves").
  const positives = ops.add(tp, fn);
  const share = ops.divideNoNan(positives, ops.add(positives, ops.add(fp, tn)));
  const gain = (rate: Tensor): Tensor =>
    ops.divideNoNan(ops.subtract(rate, share), ops.multiply(ops.subtract(1, share), rate));
  return { x: ops.clip(gain(recall), 0, 1), y: gain(precision) };
}

/** Area under a curve of points, summed over the intervals between thresholds. */
export function riemannArea(curve: AucCurve, summation: AucSummation, counts: ConfusionCounts): Tensor {
  const { x, y } = pointsOf(curve, counts);
  const [left, right] = ends(y);
  const [from, to] = ends(x);
  const heights = {
    interpolation: () => ops.divide(ops.add(left, right), 2),
    minoring: () => ops.minimum(left, right),
    majoring: () => ops.maximum(left, right),
  }[summation]();
  return ops.sum(ops.multiply(ops.subtract(from, to), heights), { axis: 0 });
}

/**
 * Area under the precision-recall curve with TP interpolated between thresholds, not the precision
 * (Davis and Goadrich 2006, "The relationship between precision-recall and ROC curves"): within an interval
 * TP = slope * P + intercept, where P is the number of predicted positives, so that the precision integrates to
 * slope * (dTP + intercept * log(P_left / P_right)).
 */
export function interpolatedPrArea(counts: ConfusionCounts): Tensor {
  const { truePositives: tp, falsePositives: fp, falseNegatives: fn } = counts;
  const [tpLeft, tpRight] = ends(tp);
  const [pLeft, pRight] = ends(ops.add(tp, fp));
  const [, fnRight] = ends(fn);
  const gained = ops.subtract(tpLeft, tpRight);
  const slope = ops.divideNoNan(gained, ops.maximum(ops.subtract(pLeft, pRight), 0));
  const intercept = ops.subtract(tpRight, ops.multiply(slope, pRight));
  const both = ops.logicalAnd(ops.greater(pLeft, 0), ops.greater(pRight, 0));
  const ratio = ops.where(both, ops.divideNoNan(pLeft, ops.maximum(pRight, 0)), 1);
  const area = ops.multiply(slope, ops.add(gained, ops.multiply(intercept, ops.log(ratio))));
  return ops.sum(ops.divideNoNan(area, ops.maximum(ops.add(tpRight, fnRight), 0)), { axis: 0 });
}
