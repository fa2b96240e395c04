import * as g from '../graph/build.ts';
import type { Node } from '../graph/node.ts';
import { badArgument } from '../support/errors.ts';
import { at, type Shape } from '../support/shape.ts';
import type { TensorLike } from '../tensor/convert.ts';
import { Tensor } from '../tensor/tensor.ts';
import { part } from './node-terms.ts';
import { broadcastNodes, nodeOf, singleNode, tensor } from './operands.ts';

/**
 * Complex numbers: the pair of a tensor of real parts and one of imaginary parts. `ops.polar` and `ops.viewAsComplex`
 * make them, and the functions of this room take them; others take the parts.
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * const z = ops.viewAsComplex([3, 4]);
 * console.log(z.dtype, await ops.real(z).item(), await ops.imag(z).item()); // => complex64 3 4
 * ```
 */
export class ComplexTensor {
  readonly real: Tensor;
  readonly imag: Tensor;
  readonly dtype = 'complex64' as const;

  constructor(real: Tensor, imag: Tensor) {
    this.real = real;
    this.imag = imag;
  }

  get shape(): Shape {
    return this.real.shape;
  }

  /** Real and imaginary parts in turn, in row-major order. */
  async data(): Promise<Float32Array> {
    return Float32Array.from(await viewAsReal(this).data());
  }

  /** @internal */
  dataSync(): Float32Array {
    return Float32Array.from(viewAsReal(this).dataSync());
  }

  toString(): string {
    return `ComplexTensor(real=${this.real.toString()}, imag=${this.imag.toString()})`;
  }
}

/** Real numbers, which have no imaginary part, or complex ones. */
export type ComplexLike = TensorLike | ComplexTensor;

/**
 * Real parts. Real numbers are their own.
 *
 * @see https://keras.io/api/ops/numpy/#real-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.real([1, 2]).array()); // => [1, 2]
 * ```
 */
export function real(x: ComplexLike): Tensor {
  return x instanceof ComplexTensor ? x.real : tensor(nodeOf(x));
}

/**
 * Imaginary parts: 0 for real numbers.
 *
 * @see https://keras.io/api/ops/numpy/#imag-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.imag([1, 2]).array()); // => [0, 0]
 * ```
 */
export function imag(x: ComplexLike): Tensor {
  return x instanceof ComplexTensor ? x.imag : tensor(g.zerosLike(nodeOf(x)));
}

/**
 * Complex conjugates: the imaginary parts change their sign. Real numbers stay.
 *
 * @see https://keras.io/api/ops/numpy/#conjugate-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.imag(ops.conjugate(ops.viewAsComplex([3, 4]))).item()); // => -4
 * ```
 */
export function conjugate(x: ComplexTensor): ComplexTensor;
export function conjugate(x: TensorLike): Tensor;
export function conjugate(x: ComplexLike): Tensor | ComplexTensor {
  return x instanceof ComplexTensor ? new ComplexTensor(x.real, tensor(g.neg(x.imag.node))) : tensor(nodeOf(x));
}

/**
 * The same as `conjugate`.
 *
 * @see https://keras.io/api/ops/numpy/#conj-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.conj([1, 2]).array()); // => [1, 2]
 * ```
 */
export const conj = conjugate;

/**
 * The angles of complex numbers with the positive real axis, in radians; of real numbers 0 or pi.
 *
 * @see https://keras.io/api/ops/numpy/#angle-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log((await ops.angle(ops.viewAsComplex([0, 2])).item()).toFixed(4)); // => 1.5708
 * ```
 */
export function angle(x: ComplexLike): Tensor {
  if (x instanceof ComplexTensor) return tensor(g.binary('atan2', x.imag.node, x.real.node));
  const node = singleNode(x);
  return tensor(g.binary('atan2', g.zerosLike(node), node));
}

/**
 * Where the imaginary part is 0: everywhere in real numbers.
 *
 * @see https://keras.io/api/ops/numpy/#isreal-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.isreal(ops.viewAsComplex([[1, 0], [1, 2]])).array()); // => [1, 0]
 * ```
 */
export function isreal(x: ComplexLike): Tensor {
  const zero = (node: Node) => g.eq(node, g.zerosLike(node));
  if (x instanceof ComplexTensor) return tensor(zero(x.imag.node));
  return tensor(g.constant(1, nodeOf(x).shape, 'bool'));
}

/**
 * Complex numbers of a size and an angle: abs cos(angle) + i abs sin(angle).
 *
 * @param abs sizes
 * @param angle angles in radians
 * @see https://keras.io/api/ops/nn/#polar-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * const z = ops.polar(2, 0);
 * console.log(await ops.real(z).item(), await ops.imag(z).item()); // => 2 0
 * ```
 */
export function polar(abs: TensorLike, angle: TensorLike): ComplexTensor {
  const [size, turn] = broadcastNodes([abs, angle], 'float32') as [Node, Node];
  const along = (op: 'cos' | 'sin') => tensor(g.mul(size, g.unary(op, turn)));
  return new ComplexTensor(along('cos'), along('sin'));
}

/**
 * Complex numbers of pairs [..., 2] of real and imaginary parts.
 *
 * @see https://keras.io/api/ops/fft/#view_as_complex-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(ops.viewAsComplex([[1, 2], [3, 4]]).shape); // => [2]
 * ```
 */
export function viewAsComplex(x: TensorLike): ComplexTensor {
  const node = singleNode(x);
  const axis = node.shape.length - 1;
  if (axis < 0 || at(node.shape, axis) !== 2) throw badArgument('x', 'pairs along the last axis', tensor(node));
  const pick = (i: number) => tensor(g.reshape(part(node, axis, i, i + 1), node.shape.slice(0, -1)));
  return new ComplexTensor(pick(0), pick(1));
}

/**
 * Pairs [..., 2] of real and imaginary parts.
 *
 * @see https://keras.io/api/ops/fft/#view_as_real-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.viewAsReal(ops.polar([2, 3], [0, 0])).array()); // => [[2, 0], [3, 0]]
 * ```
 */
export function viewAsReal(x: ComplexLike): Tensor {
  const lifted = (value: Tensor) => g.reshape(value.node, [...value.shape, 1]);
  const parts = [real(x), imag(x)].map((value) => lifted(new Tensor(singleNode(value))));
  return tensor(g.concat(parts, real(x).shape.length));
}
