import { zeros } from '../../ops/creation.ts';
import { badArgument } from '../../support/errors.ts';
import { type Config, deserializeObject, serializeObject } from '../../support/registry.ts';
import { at } from '../../support/shape.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import type { CallOptions } from '../call-options.ts';
import { isPartialShape, type ShapeStructure } from '../keras-tensor.ts';
import { Layer } from '../layer.ts';
import type { LayerOptions } from '../layer-options.ts';
import type { Structure } from '../structure.ts';
import {
  type Cell,
  cellInputs,
  cellOption,
  initialStates,
  outputSizeOf,
  type StateSize,
  type States,
  step,
} from './cell.ts';

const listOf = (state: Structure<Tensor> | undefined): States =>
  Array.isArray(state) ? state : state === undefined ? [] : [state];

/**
 * Several cells as one: each gets the output of the one before. Its state is a list with the states of each cell.
 *
 * @param cells from the first to the last, or their configs
 * @returns applied to [x, states]: [output, states]
 * @throws ArgumentError when one of them is no cell
 * @see https://keras.io/api/layers/recurrent_layers/stacked_rnn_cell/
 *
 * @example
 * ```ts
 * import { layers, ops } from 'keratin';
 * const cells = new layers.StackedRNNCells([new layers.GRUCell(8), new layers.LSTMCell(4)]);
 * console.log(new layers.RNN(cells).apply(ops.ones([2, 5, 3])).shape); // => [2, 4]
 * ```
 */
export class StackedRNNCells extends Layer {
  static override readonly className: string = 'StackedRNNCells';
  static override readonly positional: readonly string[] = ['cells'];
  override readonly callArguments: readonly string[] = ['inputs', 'states'];
  readonly cells: readonly Cell[];

  constructor(cells: readonly Cell[], options: LayerOptions = {}) {
    super(options);
    if (!Array.isArray(cells) || cells.length === 0) throw badArgument('cells', 'a list of cells', cells);
    this.cells = cells.map((cell: unknown, i) => {
      const isConfig = typeof cell === 'object' && cell !== null && !(cell instanceof Layer) && 'class_name' in cell;
      return cellOption(`cells[${i}]`, isConfig ? deserializeObject(cell, { module: 'keras.layers' }) : cell);
    });
  }

  get stateSize(): readonly StateSize[] {
    return this.cells.map(({ stateSize }) => stateSize);
  }

  get outputSize(): number {
    return outputSizeOf(at(this.cells, this.cells.length - 1));
  }

  override build(inputShape: ShapeStructure): void {
    const own: unknown = isPartialShape(inputShape)
      ? inputShape
      : Array.isArray(inputShape)
        ? inputShape[0]
        : undefined;
    if (!isPartialShape(own)) throw badArgument('inputShape', 'the shape of one step', inputShape);
    let shape = own;
    for (const cell of this.cells) {
      if (!cell.built) cell.build(shape);
      shape = [shape[0] ?? null, outputSizeOf(cell)];
    }
  }

  getInitialState(batchSize: number): States {
    return this.cells.map((cell) => initialStates(cell, batchSize));
  }

  override computeOutputShape(inputShape: ShapeStructure): ShapeStructure {
    const [x, states] = Array.isArray(inputShape) ? inputShape : [];
    return [[isPartialShape(x) ? (x[0] ?? null) : null, this.outputSize], states];
  }

  /** @internal Draws the dropout masks of all cells. */
  prepare(inputs: Tensor, states: States): () => void {
    let x = inputs;
    const releases = this.cells.map((cell, i) => {
      const release = cell.prepare?.(x, listOf(states[i])) ?? (() => {});
      x = zeros([at(x.shape, 0), outputSizeOf(cell)], x.dtype);
      return release;
    });
    return () => {
      for (const release of releases) release();
    };
  }

  override call(inputs: Structure<Tensor>, { training = false }: CallOptions = {}): Structure<Tensor> {
    const [x, states] = cellInputs(inputs, this.name);
    let output = x;
    const next = this.cells.map((cell, i) => {
      const done = step(cell, output, listOf(states[i]), training);
      output = done.output;
      return done.states;
    });
    return [output, next];
  }

  override getConfig(): Config {
    return { ...super.getConfig(), cells: this.cells.map((cell) => serializeObject(cell)) };
  }
}
