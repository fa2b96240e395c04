import type { Config } from '../../support/registry.ts';
import { CellLayer, splitOptions } from './cell-layer.ts';
import { cellOptionNames } from './recurrent-cell.ts';
import type { RNNOptions } from './rnn.ts';
import { SimpleRNNCell, type SimpleRNNCellOptions } from './simple-rnn-cell.ts';

export interface SimpleRNNOptions extends SimpleRNNCellOptions, RNNOptions {}

const cellNames = [...cellOptionNames];

/**
 * A fully connected recurrent layer: h = activation(x · kernel + bias + h₋₁ · recurrentKernel) along the time axis.
 *
 * @param units the extent of the output, a positive integer
 * @param options `activation`, `useBias`, initializers, regularizers and constraints, `dropout`, `recurrentDropout`,
 *   `seed`; `returnSequences`,
 *   `returnState`, `goBackwards`, `stateful`, `unroll`, `zeroOutputForMask`
 * @returns applied to [batch, time, n]: the last output [batch, units], or all of them [batch, time, units] with
 *   `returnSequences`; with `returnState` a list of it and the last state. `apply` takes `initialState` and `mask` [batch, time]
 * @throws ArgumentError when units isn't a positive integer, or the input has fewer than 3 axes
 * @see https://keras.io/api/layers/recurrent_layers/simple_rnn/
 *
 * @example
 * ```ts
 * import { layers, ops } from 'keratin';
 * const layer = new layers.SimpleRNN(4, { returnSequences: true });
 * console.log(layer.apply(ops.ones([2, 5, 3])).shape); // => [2, 5, 4]
 * ```
 */
export class SimpleRNN extends CellLayer<SimpleRNNCell> {
  static override readonly className: string = 'SimpleRNN';
  static override readonly positional: readonly string[] = ['units'];

  constructor(units: number, options: SimpleRNNOptions = {}) {
    const { cell, own } = splitOptions<SimpleRNNCellOptions>(options, cellNames, 'SimpleRNN');
    super(new SimpleRNNCell(units, cell), own);
  }

  get units(): number {
    return this.cell.units;
  }

  /** Without the seed of dropout, as in Keras. */
  override getConfig(): Config {
    const { seed: _seed, ...config } = super.getConfig();
    return config;
  }
}
