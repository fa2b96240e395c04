import * as g from '../graph/build.ts';
import type { CompareOp, Node } from '../graph/node.ts';
import { checkOptions } from '../support/errors.ts';
import { range } from '../support/shape.ts';
import type { TensorLike } from '../tensor/convert.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { combine, nodeOf, numeric, resultDtype, tensor } from './operands.ts';

const comparison = (op: CompareOp, x1: TensorLike, x2: TensorLike): Tensor =>
  combine((a, b) => g.compare(op, a, b), x1, x2, numeric(resultDtype(x1, x2)));

/** x1 == x2, elementwise with broadcasting; a bool tensor, as of all comparisons. */
export function equal(x1: TensorLike, x2: TensorLike): Tensor {
  return comparison('eq', x1, x2);
}

/** x1 != x2, elementwise with broadcasting. */
export function notEqual(x1: TensorLike, x2: TensorLike): Tensor {
  return comparison('ne', x1, x2);
}

/** x1 < x2, elementwise with broadcasting. */
export function less(x1: TensorLike, x2: TensorLike): Tensor {
  return comparison('lt', x1, x2);
}

/** x1 <= x2, elementwise with broadcasting. */
export function lessEqual(x1: TensorLike, x2: TensorLike): Tensor {
  return comparison('le', x1, x2);
}

/** x1 > x2, elementwise with broadcasting. */
export function greater(x1: TensorLike, x2: TensorLike): Tensor {
  return comparison('gt', x1, x2);
}

/** x1 >= x2, elementwise with broadcasting. */
export function greaterEqual(x1: TensorLike, x2: TensorLike): Tensor {
  return comparison('ge', x1, x2);
}

const nanAt = (x: Node): Node => g.compare('ne', x, x);

/** A test of float elements; integers all give `otherwise`. */
function classify(x: TensorLike, otherwise: boolean, test: (node: Node) => Node): Tensor {
  const node = nodeOf(x);
  return tensor(node.dtype === 'float32' ? test(node) : g.constant(otherwise ? 1 : 0, node.shape, 'bool'));
}

/** True where x is not a number. */
export function isnan(x: TensorLike): Tensor {
  return classify(x, false, nanAt);
}

/** True where x is neither infinite nor NaN. */
export function isfinite(x: TensorLike): Tensor {
  return classify(x, true, (node) => g.lt(g.unary('abs', node), g.likeConstant(node, Number.POSITIVE_INFINITY)));
}

/** True where x is infinite, of either sign. */
export function isinf(x: TensorLike): Tensor {
  return classify(x, false, (node) => g.eq(g.unary('abs', node), g.likeConstant(node, Number.POSITIVE_INFINITY)));
}

/** True where x is +Infinity. */
export function isposinf(x: TensorLike): Tensor {
  return classify(x, false, (node) => g.eq(node, g.likeConstant(node, Number.POSITIVE_INFINITY)));
}

/** True where x is -Infinity. */
export function isneginf(x: TensorLike): Tensor {
  return classify(x, false, (node) => g.eq(node, g.likeConstant(node, Number.NEGATIVE_INFINITY)));
}

export interface CloseOptions {
  /** Relative to |x2|. Default 1e-5. */
  readonly rtol?: number;
  /** Default 1e-8. */
  readonly atol?: number;
  /** Whether NaN is close to NaN. Default false. */
  readonly equalNan?: boolean;
}

/** |x1 - x2| <= atol + rtol |x2|, elementwise; infinities are close to themselves. */
export function isclose(x1: TensorLike, x2: TensorLike, options: CloseOptions = {}): Tensor {
  checkOptions('isclose', options, ['rtol', 'atol', 'equalNan']);
  const { rtol = 1e-5, atol = 1e-8, equalNan = false } = options;
  return combine(
    (a, b) => {
      const size = g.unary('abs', b);
      const allowed = g.add(g.likeConstant(a, atol), g.mul(g.likeConstant(a, rtol), size));
      const finite = g.lt(g.binary('max', g.unary('abs', a), size), g.likeConstant(a, Number.POSITIVE_INFINITY));
      const near = g.binary('bitAnd', finite, g.compare('le', g.unary('abs', g.sub(a, b)), allowed));
      const same = g.binary('bitOr', near, g.eq(a, b));
      return equalNan ? g.binary('bitOr', same, g.binary('bitAnd', nanAt(a), nanAt(b))) : same;
    },
    x1,
    x2,
    'float32',
  );
}

/** Whether `isclose` holds everywhere: a bool scalar. */
export function allclose(x1: TensorLike, x2: TensorLike, options: CloseOptions = {}): Tensor {
  const close = g.cast(isclose(x1, x2, options).node, 'int32');
  return tensor(g.cast(g.reduce('reduceMin', close, range(close.shape.length)), 'bool'));
}
