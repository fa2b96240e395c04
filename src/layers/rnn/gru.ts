import { CellLayer, splitOptions } from './cell-layer.ts';
import { type CudnnOption, withoutCudnn } from './cudnn-option.ts';
import { GRUCell, type GRUCellOptions } from './gru-cell.ts';
import { cellOptionNames } from './recurrent-cell.ts';
import type { RNNOptions } from './rnn.ts';

export interface GRUOptions extends GRUCellOptions, RNNOptions, CudnnOption {}

const cellNames = [...cellOptionNames, 'recurrentActivation', 'implementation', 'resetAfter'];

/**
 * Gated recurrent units (Cho et al. 2014) along the time axis: see GRUCell for the formulas.
 *
 * @param units the extent of the output, a positive integer
 * @param options `activation`, `recurrentActivation`, `useBias`, initializers, regularizers and constraints, `dropout`,
 *   `recurrentDropout`, `resetAfter`, `seed`; `returnSequences`,
 *   `returnState`, `goBackwards`, `stateful`, `unroll`, `zeroOutputForMask`
 * @returns applied to [batch, time, n]: the last output [batch, units], or all of them [batch, time, units] with
 *   `returnSequences`; with `returnState` a list of it and the last state. `apply` takes `initialState` and `mask` [batch, time]
 * @throws ArgumentError when units isn't a positive integer, or the input has fewer than 3 axes
 * @see https://keras.io/api/layers/recurrent_layers/gru/
 *
 * @example
 * ```ts
 * import { layers, ops } from 'keratin';
 * const layer = new layers.GRU(4, { returnSequences: true });
 * console.log(layer.apply(ops.ones([2, 5, 3])).shape); // => [2, 5, 4]
 * ```
 */
export class GRU extends CellLayer<GRUCell> {
  static override readonly className: string = 'GRU';
  static override readonly positional: readonly string[] = ['units'];

  constructor(units: number, options: GRUOptions = {}) {
    const { cell, own } = splitOptions<GRUCellOptions>(withoutCudnn(options), cellNames, 'GRU');
    super(new GRUCell(units, cell), own);
  }

  get units(): number {
    return this.cell.units;
  }
}
