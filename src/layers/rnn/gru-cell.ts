import { add, multiply, subtract } from '../../ops/arithmetic.ts';
import { getItem } from '../../ops/get-item.ts';
import { matmul } from '../../ops/matrix-product.ts';
import { split } from '../../ops/splitting.ts';
import { flag } from '../../support/check-values.ts';
import type { Config } from '../../support/registry.ts';
import { at } from '../../support/shape.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import type { CallOptions } from '../call-options.ts';
import type { Structure } from '../structure.ts';
import { cellInputs, stateTensor } from './cell.ts';
import { GatedCell, type GatedCellOptions } from './gated-cell.ts';
import { dropped } from './simple-rnn-cell.ts';

export interface GRUCellOptions extends GatedCellOptions {
  /** Whether the reset gate comes after the product with the recurrent kernel (default true) or before it. */
  resetAfter?: boolean;
}

/**
 * One step of a gated recurrent unit (Cho et al. 2014): with the gates z and r, sigmoids of x · kernel + h₋₁ ·
 * recurrentKernel + biases, and the candidate g = tanh(x · kernel + r · (h₋₁ · recurrentKernel)), h = z · h₋₁ + (1 - z) · g.
 * The kernels' blocks of columns are z, r, g. Without `resetAfter` the candidate is tanh(x · kernel + (r · h₋₁) ·
 * recurrentKernel).
 *
 * @param units the extent of output and state, a positive integer
 * @param options `activation`, `recurrentActivation`, `useBias`, initializers, regularizers and constraints, `dropout`,
 *   `recurrentDropout`, `resetAfter`, `seed`, `implementation`
 * @returns applied to [x, [h]] of shapes [batch, n] and [batch, units]: [output, [h]], both [batch, units]
 * @throws ArgumentError when units isn't a positive integer
 * @see https://keras.io/api/layers/recurrent_layers/gru_cell/
 *
 * @example
 * ```ts
 * import { layers, ops } from 'keratin';
 * const rnn = new layers.RNN(new layers.GRUCell(4));
 * console.log(rnn.apply(ops.ones([2, 5, 3])).shape); // => [2, 4]
 * ```
 */
export class GRUCell extends GatedCell {
  static override readonly className: string = 'GRUCell';
  protected override readonly gates = 3;
  readonly resetAfter: boolean;

  constructor(units: number, options: GRUCellOptions = {}) {
    super(units, options, ['resetAfter']);
    this.resetAfter = flag('resetAfter', options.resetAfter ?? true);
  }

  get stateSize(): number {
    return this.units;
  }

  /** With `resetAfter` the biases of inputs and of the state are kept apart. */
  protected override biasShape(): readonly number[] {
    return this.resetAfter ? [2, 3 * this.units] : [3 * this.units];
  }

  override call(inputs: Structure<Tensor>, { training = false }: CallOptions = {}): Structure<Tensor> {
    const [x, states] = cellInputs(inputs, this.name);
    const h = stateTensor(states, 0, this.name);
    const masks = this.masks(x, h, training);
    const [inputBias, stateBias] = this.#biases();
    const fromInput = this.gateProducts(x, this.kernel, masks.input, inputBias);
    const fromState = this.resetAfter
      ? this.gateProducts(h, this.recurrentKernel, masks.recurrent, stateBias)
      : this.#gatesAlone(h, masks.recurrent);
    const z = this.recurrentActivation(add(at(fromInput, 0), at(fromState, 0)));
    const r = this.recurrentActivation(add(at(fromInput, 1), at(fromState, 1)));
    const candidate = this.resetAfter
      ? multiply(r, at(fromState, 2))
      : matmul(multiply(r, dropped(h, masks.recurrent[2])), this.#block(2, 3));
    const g = this.activation(add(at(fromInput, 2), candidate));
    const output = add(multiply(z, h), multiply(subtract(1, z), g));
    return [output, [output]];
  }

  #biases(): [input: Tensor | null, state: Tensor | null] {
    if (this.bias === null) return [null, null];
    return this.resetAfter ? [getItem(this.bias, 0), getItem(this.bias, 1)] : [this.bias.value, null];
  }

  #block(from: number, to: number): Tensor {
    const columns = { start: from * this.units, stop: to * this.units };
    return getItem(this.recurrentKernel, [{}, columns]);
  }

  /** The state's part in the two gates. */
  #gatesAlone(h: Tensor, masks: readonly Tensor[]): Tensor[] {
    if (masks.length === 0) return split(matmul(h, this.#block(0, 2)), 2, 1);
    return [0, 1].map((k) => matmul(dropped(h, masks[k]), this.#block(k, k + 1)));
  }

  override getConfig(): Config {
    return { ...super.getConfig(), reset_after: this.resetAfter };
  }
}
