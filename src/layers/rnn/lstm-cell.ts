import type { Initializer } from '../../initializers/index.ts';
import { add, multiply } from '../../ops/arithmetic.ts';
import { zeros } from '../../ops/creation.ts';
import { flag } from '../../support/check-values.ts';
import type { Config } from '../../support/registry.ts';
import { at } from '../../support/shape.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import type { CallOptions } from '../call-options.ts';
import type { Structure } from '../structure.ts';
import { cellInputs, type States, stateTensor } from './cell.ts';
import { ForgetBias } from './forget-bias.ts';
import { GatedCell, type GatedCellOptions } from './gated-cell.ts';

export interface LSTMCellOptions extends GatedCellOptions {
  /** Whether the bias of the forget gate starts at 1, so that memory is kept at first. Default true. */
  unitForgetBias?: boolean;
}

/**
 * One step of a long short-term memory (Hochreiter & Schmidhuber 1997): with the gates i, f, o = sigmoid(z) and the
 * candidate g = tanh(z) of z = x · kernel + h₋₁ · recurrentKernel + bias, c = f · c₋₁ + i · g and h = o · tanh(c). The
 * kernels' blocks of columns are i, f, g, o.
 *
 * @param units the extent of output and states, a positive integer
 * @param options `activation`, `recurrentActivation`, `useBias`, initializers, `unitForgetBias`, regularizers and
 *   constraints, `dropout`, `recurrentDropout`, `seed`, `implementation`
 * @returns applied to [x, [h, c]] of shapes [batch, n], [batch, units], [batch, units]: [output, [h, c]]
 * @throws ArgumentError when units isn't a positive integer
 * @see https://keras.io/api/layers/recurrent_layers/lstm_cell/
 *
 * @example
 * ```ts
 * import { layers, ops } from 'keratin';
 * const rnn = new layers.RNN(new layers.LSTMCell(4));
 * console.log(rnn.apply(ops.ones([2, 5, 3])).shape); // => [2, 4]
 * ```
 */
export class LSTMCell extends GatedCell {
  static override readonly className: string = 'LSTMCell';
  protected override readonly gates = 4;
  readonly unitForgetBias: boolean;

  constructor(units: number, options: LSTMCellOptions = {}) {
    super(units, options, ['unitForgetBias']);
    this.unitForgetBias = flag('unitForgetBias', options.unitForgetBias ?? true);
  }

  get stateSize(): readonly number[] {
    return [this.units, this.units];
  }

  protected override biasShape(): readonly number[] {
    return [4 * this.units];
  }

  protected override biasStart(): Initializer {
    return this.unitForgetBias ? new ForgetBias(this.biasInitializer, this.units) : this.biasInitializer;
  }

  override getInitialState(batchSize: number): States {
    return [zeros([batchSize, this.units], this.computeDtype), zeros([batchSize, this.units], this.computeDtype)];
  }

  override call(inputs: Structure<Tensor>, { training = false }: CallOptions = {}): Structure<Tensor> {
    const [x, states] = cellInputs(inputs, this.name);
    const [h, memory] = [stateTensor(states, 0, this.name), stateTensor(states, 1, this.name)];
    const masks = this.masks(x, h, training);
    const fromInput = this.gateProducts(x, this.kernel, masks.input, this.bias);
    const fromState = this.gateProducts(h, this.recurrentKernel, masks.recurrent, null);
    const z = fromInput.map((part, k) => add(part, at(fromState, k)));
    const gate = (k: number) => this.recurrentActivation(at(z, k));
    const c = add(multiply(gate(1), memory), multiply(gate(0), this.activation(at(z, 2))));
    const output = multiply(gate(3), this.activation(c));
    return [output, [output, c]];
  }

  override getConfig(): Config {
    return { ...super.getConfig(), unit_forget_bias: this.unitForgetBias };
  }
}
