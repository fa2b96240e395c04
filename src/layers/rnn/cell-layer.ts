import * as regularizers from '../../regularizers/index.ts';
import { snakeCase } from '../../support/case.ts';
import type { Config } from '../../support/registry.ts';
import { checkLayerOptions, type LayerOptions } from '../layer-options.ts';
import { optional } from '../serialize-member.ts';
import type { Cell } from './cell.ts';
import { RNN, type RNNOptions, rnnOptionNames } from './rnn.ts';

/** Options of a layer as those of its cell and those of its own. */
export function splitOptions<C extends LayerOptions>(
  options: C & RNNOptions,
  cellNames: readonly string[],
  className: string,
): { cell: C; own: RNNOptions } {
  checkLayerOptions(className, options, [...cellNames, ...rnnOptionNames]);
  const pick = (names: (name: string) => boolean) =>
    Object.fromEntries(Object.entries(options).filter(([name]) => names(name)));
  const isOfCell = (name: string) => cellNames.includes(name);
  const { dtype } = options;
  return {
    // The names of each part are those of its type.
    cell: { ...pick(isOfCell), name: snakeCase(`${className}Cell`), ...(dtype === undefined ? {} : { dtype }) } as C,
    own: pick((name) => !isOfCell(name)) as RNNOptions,
  };
}

/** A recurrent layer that makes its own cell and has its options. */
export abstract class CellLayer<C extends Cell = Cell> extends RNN {
  declare readonly cell: C;

  constructor(cell: C, options: RNNOptions) {
    super(cell, options);
  }

  override getConfig(): Config {
    const { name: _name, trainable: _trainable, dtype: _dtype, ...ofCell } = this.cell.getConfig();
    return {
      ...this.baseConfig(),
      ...this.rnnConfig(),
      ...ofCell,
      activity_regularizer: optional(this.activityRegularizer, regularizers.serialize),
    };
  }
}
