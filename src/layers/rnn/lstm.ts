import { CellLayer, splitOptions } from './cell-layer.ts';
import { type CudnnOption, withoutCudnn } from './cudnn-option.ts';
import { LSTMCell, type LSTMCellOptions } from './lstm-cell.ts';
import { cellOptionNames } from './recurrent-cell.ts';
import type { RNNOptions } from './rnn.ts';

export interface LSTMOptions extends LSTMCellOptions, RNNOptions, CudnnOption {}

const cellNames = [...cellOptionNames, 'recurrentActivation', 'implementation', 'unitForgetBias'];

/**
 * Long short-term memory (Hochreiter & Schmidhuber 1997) along the time axis: see LSTMCell for the formulas.
 *
 * @param units the extent of the output, a positive integer
 * @param options `activation`, `recurrentActivation`, `useBias`, initializers, `unitForgetBias`, regularizers and
 *   constraints, `dropout`, `recurrentDropout`, `seed`; `returnSequences`,
 *   `returnState`, `goBackwards`, `stateful`, `unroll`, `zeroOutputForMask`
 * @returns applied to [batch, time, n]: the last output [batch, units], or all of them [batch, time, units] with
 *   `returnSequences`; with `returnState` a list of it and the last states h and c. `apply` takes `initialState` and `mask` [batch, time]
 * @throws ArgumentError when units isn't a positive integer, or the input has fewer than 3 axes
 * @see https://keras.io/api/layers/recurrent_layers/lstm/
 *
 * @example
 * ```ts
 * import { layers, ops } from 'keratin';
 * const layer = new layers.LSTM(4, { returnSequences: true });
 * console.log(layer.apply(ops.ones([2, 5, 3])).shape); // => [2, 5, 4]
 * ```
 */
export class LSTM extends CellLayer<LSTMCell> {
  static override readonly className: string = 'LSTM';
  static override readonly positional: readonly string[] = ['units'];

  constructor(units: number, options: LSTMOptions = {}) {
    const { cell, own } = splitOptions<LSTMCellOptions>(withoutCudnn(options), cellNames, 'LSTM');
    super(new LSTMCell(units, cell), own);
  }

  get units(): number {
    return this.cell.units;
  }
}
