import * as g from '../graph/build.ts';
import { gradient, pullback } from '../graph/gradient.ts';
import type { Node } from '../graph/node.ts';
import { isFloat } from '../support/dtype.ts';
import { ArgumentError, badArgument, checkOptions, describe } from '../support/errors.ts';
import { at, formatShape, sameShape } from '../support/shape.ts';
import { convertToTensor, type TensorLike } from '../tensor/convert.ts';
import { Tensor } from '../tensor/tensor.ts';
import { floatNode, nodeOf, tensor } from './operands.ts';

/** What the function of `jvp` gives: a tensor, or (with `hasAux`) that and something that is passed on. */
export type JvpFunction<Aux> = (...primals: Tensor[]) => Tensor | readonly [Tensor, Aux];

/**
 * The pullback of a pullback: ct -> J' ct is linear, so that its own transpose, applied to the tangents, is J v
 * ("double backward", Townsend 2017). The cotangent itself stands nowhere in the result.
 */
function pushForward(result: Node, primals: readonly Node[], tangents: readonly Node[]): Node {
  const cotangent = g.parameter({}, result.shape, result.dtype);
  const pulled = gradient(result, primals, cotangent);
  const active = pulled.flatMap((node, i) => (node === null ? [] : [{ node, cotangent: at(tangents, i) }]));
  const [pushed] = pullback(active, [cotangent]);
  return pushed ?? g.zerosLike(result);
}

/** The same value under a node of its own: one argument may be passed twice, or be computed from another. */
const identity = (x: Node): Node => g.customGradient(x, [x], (cotangent) => [cotangent]);

/**
 * A function's value at some point, and its derivative there in one direction (forward mode): f(x) and J v.
 *
 * @param fun a function of tensors that gives a tensor of floats; with `hasAux` a pair of that and anything else
 * @param primals where: the arguments of the function
 * @param tangents the direction: for each argument one of its shape
 * @param options `{ hasAux }`, or that alone. Default false
 * @returns [value, derivative], both of the shape of the value; with `hasAux` what the function gave besides comes third
 * @throws ArgumentError when primals and tangents differ in number or shape, or the value is no float
 * @see https://keras.io/api/ops/linalg/#jvp-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * const [y, dy] = ops.jvp((x) => ops.square(x), [[1, 2, 3]], [[1, 0, 10]]);
 * console.log(await y.array(), await dy.array()); // => [1, 4, 9] [2, 0, 60]
 * ```
 */
export function jvp<Aux = undefined>(
  fun: JvpFunction<Aux>,
  primals: readonly TensorLike[],
  tangents: readonly TensorLike[],
  options: boolean | { readonly hasAux?: boolean } = false,
): [value: Tensor, derivative: Tensor, aux?: Aux] {
  if (typeof fun !== 'function') throw badArgument('fun', 'a function of tensors', fun);
  if (!Array.isArray(primals) || !Array.isArray(tangents) || primals.length !== tangents.length)
    throw badArgument('tangents', 'a list of as many tensors as `primals`', tangents);
  if (typeof options !== 'boolean') checkOptions('jvp', options, ['hasAux']);
  const hasAux = typeof options === 'boolean' ? options : (options.hasAux ?? false);
  const points = primals.map((x) => identity(floatNode(x)));
  const directions = tangents.map((x, i) => nodeOf(x, at(points, i).dtype));
  directions.forEach((direction, i) => {
    const { shape } = at(points, i);
    if (!sameShape(direction.shape, shape))
      throw new ArgumentError(
        `Each of \`tangents\` has the shape of its primal. Received: ${formatShape(direction.shape)} for ${formatShape(shape)} at ${i}`,
      );
  });
  const made: unknown = fun(...points.map((node) => new Tensor(node)));
  const [value, aux]: unknown[] = hasAux && Array.isArray(made) ? made : [made];
  if (!(value instanceof Tensor) || !isFloat(value.dtype))
    throw new ArgumentError(
      `\`fun\` must give ${hasAux ? '[tensor of floats, aux]' : 'a tensor of floats'}. Received: ${describe(made)}`,
    );
  const derivative = tensor(pushForward(value.node, points, directions));
  const result = convertToTensor(value);
  // The type parameter says what the function gives besides.
  return hasAux ? [result, derivative, aux as Aux] : [result, derivative];
}
