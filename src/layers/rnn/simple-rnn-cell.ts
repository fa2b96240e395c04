import { add, multiply } from '../../ops/arithmetic.ts';
import { matmul } from '../../ops/matrix-product.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import type { CallOptions } from '../call-options.ts';
import type { Structure } from '../structure.ts';
import { cellInputs, stateTensor } from './cell.ts';
import { type CellOptions, RecurrentCell } from './recurrent-cell.ts';

export type SimpleRNNCellOptions = CellOptions;

/**
 * One step of a fully connected recurrent net: h = activation(x · kernel + bias + h₋₁ · recurrentKernel).
 *
 * @param units the extent of output and state, a positive integer
 * @param options `activation`, `useBias`, initializers, regularizers and constraints, `dropout`, `recurrentDropout`, `seed`
 * @returns applied to [x, [h]] of shapes [batch, n] and [batch, units]: [output, [h]], both [batch, units]
 * @throws ArgumentError when units isn't a positive integer
 * @see https://keras.io/api/layers/recurrent_layers/simple_rnn_cell/
 *
 * @example
 * ```ts
 * import { layers, ops } from 'keratin';
 * const cell = new layers.SimpleRNNCell(3);
 * const [output] = cell.apply<[import('keratin').Tensor]>([ops.ones([2, 4]), [ops.zeros([2, 3])]]);
 * console.log(output.shape); // => [2, 3]
 * ```
 */
export class SimpleRNNCell extends RecurrentCell {
  static override readonly className: string = 'SimpleRNNCell';
  protected override readonly gates = 1;

  constructor(units: number, options: SimpleRNNCellOptions = {}) {
    super(units, options, { options: [], seedFirst: true });
  }

  get stateSize(): number {
    return this.units;
  }

  protected override biasShape(): readonly number[] {
    return [this.units];
  }

  override call(inputs: Structure<Tensor>, { training = false }: CallOptions = {}): Structure<Tensor> {
    const [x, states] = cellInputs(inputs, this.name);
    const h = stateTensor(states, 0, this.name);
    const { input, recurrent } = this.masks(x, h, training);
    const fromInput = matmul(dropped(x, input[0]), this.kernel);
    const biased = this.bias === null ? fromInput : add(fromInput, this.bias);
    const output = this.activation(add(biased, matmul(dropped(h, recurrent[0]), this.recurrentKernel)));
    return [output, [output]];
  }
}

/** What a mask leaves of a tensor. */
export const dropped = (x: Tensor, mask: Tensor | undefined): Tensor => (mask === undefined ? x : multiply(x, mask));
