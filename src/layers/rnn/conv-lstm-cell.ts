import type { ActivationFunction, ActivationIdentifier } from '../../activations/index.ts';
import * as activations from '../../activations/index.ts';
import type { Initializer } from '../../initializers/index.ts';
import { add, multiply } from '../../ops/arithmetic.ts';
import { conv } from '../../ops/convolution.ts';
import { zeros } from '../../ops/creation.ts';
import { reshape } from '../../ops/shape.ts';
import { type Padding, type PerAxis, perAxis } from '../../ops/spatial.ts';
import { split } from '../../ops/splitting.ts';
import { flag, oneOf, positiveInteger } from '../../support/check-values.ts';
import { badArgument } from '../../support/errors.ts';
import type { Config } from '../../support/registry.ts';
import { at, type PartialShape, range, type Shape } from '../../support/shape.ts';
import type { TensorLike } from '../../tensor/convert.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import type { CallOptions } from '../call-options.ts';
import { refuseStridedDilation, windowedShape } from '../convolutional/window-extents.ts';
import { isPartialShape, type ShapeStructure } from '../keras-tensor.ts';
import { type DataFormat, dataFormatOption } from '../option-checks.ts';
import type { Structure } from '../structure.ts';
import { cellInputs, type States, stateTensor } from './cell.ts';
import { ForgetBias } from './forget-bias.ts';
import { type CellOptions, RecurrentCell } from './recurrent-cell.ts';
import { dropped } from './simple-rnn-cell.ts';

export interface ConvLSTMCellOptions extends CellOptions {
  /** Steps between windows on the input. Default 1. */
  strides?: PerAxis;
  /** Of the input: 'valid' takes only windows that fit, 'same' puts zeros around. Default 'valid'. */
  padding?: Padding;
  /** Where the channels are. Default 'channels_last'. */
  dataFormat?: DataFormat | null;
  /** Steps between the taps of the input's kernel. Default 1; not together with strides above 1. */
  dilationRate?: PerAxis;
  /** Of the gates. Default 'sigmoid'. */
  recurrentActivation?: ActivationIdentifier;
  /** Whether the bias of the forget gate starts at 1, so that memory is kept at first. Default true. */
  unitForgetBias?: boolean;
}

export const convLSTMOptionNames: readonly string[] = [
  'strides',
  'padding',
  'dataFormat',
  'dilationRate',
  'recurrentActivation',
  'unitForgetBias',
];

/**
 * One step of a convolutional LSTM (Shi et al. 2015) over `rank` spatial axes: LSTMCell's formulas with
 * convolutions in place of products. The recurrent one keeps the extents of the state: stride 1, padding 'same'.
 */
export class ConvLSTMCell extends RecurrentCell {
  static override readonly className: string = 'ConvLSTMCell';
  static override readonly positional: readonly string[] = ['rank', 'filters', 'kernelSize'];
  protected override readonly gates = 4;
  readonly rank: number;
  readonly kernelSize: readonly number[];
  readonly strides: readonly number[];
  readonly padding: Padding;
  readonly dataFormat: DataFormat;
  readonly dilationRate: readonly number[];
  readonly recurrentActivation: ActivationFunction;
  readonly unitForgetBias: boolean;
  /** Shape of a state without the batch; undefined before the cell is built. */
  #stateShape: Shape | undefined;

  constructor(rank: number, filters: number, kernelSize: PerAxis, options: ConvLSTMCellOptions = {}) {
    super(positiveInteger('filters', filters), options, { options: convLSTMOptionNames, seedFirst: true });
    this.rank = rank;
    this.kernelSize = perAxis('kernelSize', kernelSize, rank);
    this.strides = perAxis('strides', options.strides ?? 1, rank);
    this.padding = oneOf('padding', options.padding ?? 'valid', ['valid', 'same']);
    this.dataFormat = dataFormatOption(options.dataFormat);
    this.dilationRate = perAxis('dilationRate', options.dilationRate ?? 1, rank);
    refuseStridedDilation(this.strides, this.dilationRate);
    const { recurrentActivation = 'sigmoid' } = options;
    this.recurrentActivation = activations.get(recurrentActivation);
    this.unitForgetBias = flag('unitForgetBias', options.unitForgetBias ?? true);
  }

  get filters(): number {
    return this.units;
  }

  get stateSize(): readonly number[] {
    return [this.filters, this.filters];
  }

  protected override get kernelWindow(): readonly number[] {
    return this.kernelSize;
  }

  protected override get inputAxis(): number {
    return this.dataFormat === 'channels_last' ? -1 : 1;
  }

  protected override get maskCount(): number {
    return this.gates;
  }

  protected override biasShape(): readonly number[] {
    return [this.gates * this.filters];
  }

  protected override biasStart(): Initializer {
    return this.unitForgetBias ? new ForgetBias(this.biasInitializer, this.filters) : this.biasInitializer;
  }

  /** The shape of output and states for inputs [batch, ...]. */
  stepShape(inputShape: PartialShape): PartialShape {
    const { kernelSize: sizes, strides, padding, dilationRate: dilations } = this;
    return windowedShape(inputShape, { sizes, strides, padding, dilations }, this.dataFormat, this.name, this.filters);
  }

  override build(inputShape: ShapeStructure): void {
    const shape: unknown = isPartialShape(inputShape) ? inputShape : Array.isArray(inputShape) ? inputShape[0] : null;
    const known = isPartialShape(shape) ? shape.slice(1).filter((n) => n !== null) : [];
    if (!isPartialShape(shape) || known.length !== this.rank + 1) {
      const expected = `a step's shape of ${this.rank + 2} axes, whose channels and spatial extents are known, as kernel and states depend on them`;
      throw badArgument('inputShape', expected, inputShape);
    }
    const [, ...state] = this.stepShape(shape);
    super.build(inputShape);
    this.#stateShape = state.filter((n) => n !== null);
  }

  override getInitialState(batchSize: number): States {
    if (this.#stateShape === undefined)
      throw badArgument('cell', 'built, as the states have the extents of its input', this.name);
    const shape = [batchSize, ...this.#stateShape];
    return [zeros(shape, this.computeDtype), zeros(shape, this.computeDtype)];
  }

  override computeOutputShape(inputShape: ShapeStructure): ShapeStructure {
    const [x, states] = Array.isArray(inputShape) ? inputShape : [];
    if (!isPartialShape(x)) throw badArgument('inputShape', 'the shapes [inputs, states]', inputShape);
    return [this.stepShape(x), states];
  }

  /** Each gate's convolution of x: one for all gates, or one for each with masks of its own. */
  #convolutions(x: Tensor, kernel: TensorLike, masks: readonly Tensor[], options: Parameters<typeof conv>[2]) {
    const { dataFormat, gates } = this;
    const slide = (input: Tensor, weights: TensorLike) => conv(input, weights, { ...options, dataFormat });
    if (masks.length === 0) return split(slide(x, kernel), gates, this.inputAxis);
    return split(kernel, gates, -1).map((block, k) => slide(dropped(x, masks[k]), block));
  }

  /** The biases of the gates, in shapes that fit the channels. */
  #biases(): Tensor[] {
    if (this.bias === null) return [];
    const { filters, gates, rank } = this;
    const rest = this.dataFormat === 'channels_last' ? [] : range(rank).map(() => 1);
    return split(this.bias, gates, -1).map((part) => reshape(part, [filters, ...rest]));
  }

  override call(inputs: Structure<Tensor>, { training = false }: CallOptions = {}): Structure<Tensor> {
    const [x, states] = cellInputs(inputs, this.name);
    const [h, memory] = [stateTensor(states, 0, this.name), stateTensor(states, 1, this.name)];
    const masks = this.masks(x, h, training);
    const { strides, padding, dilationRate } = this;
    const fromInput = this.#convolutions(x, this.kernel, masks.input, { strides, padding, dilationRate });
    const fromState = this.#convolutions(h, this.recurrentKernel, masks.recurrent, { padding: 'same' });
    const biases = this.#biases();
    const z = fromInput.map((part, k) => {
      const [bias, sum] = [biases[k], add(part, at(fromState, k))];
      return bias === undefined ? sum : add(sum, bias);
    });
    const gate = (k: number) => this.recurrentActivation(at(z, k));
    const c = add(multiply(gate(1), memory), multiply(gate(0), this.activation(at(z, 2))));
    const output = multiply(gate(3), this.activation(c));
    return [output, [output, c]];
  }

  override getConfig(): Config {
    const { units: filters, ...rest } = super.getConfig();
    return {
      ...rest,
      filters,
      kernel_size: this.kernelSize,
      strides: this.strides,
      padding: this.padding,
      data_format: this.dataFormat,
      dilation_rate: this.dilationRate,
      recurrent_activation: activations.serialize(this.recurrentActivation),
      unit_forget_bias: this.unitForgetBias,
    };
  }
}
