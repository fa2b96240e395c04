import type { Padding, PerAxis } from '../../ops/spatial.ts';
import { badArgument } from '../../support/errors.ts';
import type { PartialShape } from '../../support/shape.ts';
import { InputSpec } from '../input-spec.ts';
import { isPartialShape, type ShapeStructure } from '../keras-tensor.ts';
import type { DataFormat } from '../option-checks.ts';
import { CellLayer, splitOptions } from './cell-layer.ts';
import { ConvLSTMCell, type ConvLSTMCellOptions, convLSTMOptionNames } from './conv-lstm-cell.ts';
import { cellOptionNames } from './recurrent-cell.ts';
import type { RNNOptions } from './rnn.ts';

export interface ConvLSTMOptions extends ConvLSTMCellOptions, RNNOptions {}

const cellNames = [...cellOptionNames, ...convLSTMOptionNames];

/** The shape of the sequences, without that of initial states. */
function ofSequences(inputShape: ShapeStructure): PartialShape {
  const shape: unknown = isPartialShape(inputShape) ? inputShape : Array.isArray(inputShape) ? inputShape[0] : null;
  if (!isPartialShape(shape)) throw badArgument('inputShape', 'the shape of sequences', inputShape);
  return shape;
}

/** ConvLSTM1D, ConvLSTM2D and ConvLSTM3D. */
export abstract class ConvLSTM extends CellLayer<ConvLSTMCell> {
  static override readonly positional: readonly string[] = ['filters', 'kernelSize'];

  constructor(rank: number, filters: number, kernelSize: PerAxis, options: ConvLSTMOptions) {
    const { cell, own } = splitOptions<ConvLSTMCellOptions>(options, cellNames, `ConvLSTM${rank}D`);
    super(new ConvLSTMCell(rank, filters, kernelSize, { ...cell, name: 'conv_lstm_cell' }), own);
    this.inputSpec = new InputSpec({ ndim: rank + 3 });
  }

  override build(inputShape: ShapeStructure): void {
    super.build(inputShape);
    const [, , ...step] = ofSequences(inputShape);
    this.inputSpec = new InputSpec({ shape: [null, null, ...step] });
  }

  override computeOutputShape(inputShape: ShapeStructure): ShapeStructure {
    const [batch = null, time = null, ...step] = ofSequences(inputShape);
    const state = this.cell.stepShape([batch, ...step]);
    const output = this.returnSequences ? [batch, time, ...state.slice(1)] : state;
    return this.returnState ? [output, state, state] : output;
  }

  get filters(): number {
    return this.cell.filters;
  }

  get kernelSize(): readonly number[] {
    return this.cell.kernelSize;
  }

  get strides(): readonly number[] {
    return this.cell.strides;
  }

  get padding(): Padding {
    return this.cell.padding;
  }

  get dataFormat(): DataFormat {
    return this.cell.dataFormat;
  }

  get dilationRate(): readonly number[] {
    return this.cell.dilationRate;
  }
}
