import type { ActivationFunction } from '../../activations/index.ts';
import * as activations from '../../activations/index.ts';
import { add } from '../../ops/arithmetic.ts';
import { reshape } from '../../ops/shape.ts';
import { type PerAxis, perAxis } from '../../ops/spatial.ts';
import * as regularizers from '../../regularizers/index.ts';
import { flag, oneOf } from '../../support/check-values.ts';
import { badArgument } from '../../support/errors.ts';
import type { Config } from '../../support/registry.ts';
import { type PartialShape, range } from '../../support/shape.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import type { Variable } from '../../tensor/variable.ts';
import { builtWeight } from '../built-weight.ts';
import { InputSpec } from '../input-spec.ts';
import { Layer } from '../layer.ts';
import { activate } from '../observation.ts';
import { type DataFormat, dataFormatOption } from '../option-checks.ts';
import { label, optional } from '../serialize-member.ts';
import { type ConvolutionOptions, convolutionOptionNames } from './convolution-options.ts';
import { type WeightSettings, weightConfig, weightSettings } from './weight-settings.ts';
import { refuseStridedDilation, type SlidingWindow, windowedShape } from './window-extents.ts';

/**
 * What all convolutional layers share: the window that slides over `rank` spatial axes, the bias and the activation.
 * Subclasses add kernels in `buildKernels` and slide them in `slide`.
 */
export abstract class Convolution extends Layer {
  readonly rank: number;
  readonly kernelSize: readonly number[];
  readonly strides: readonly number[];
  readonly padding: SlidingWindow['padding'];
  readonly dataFormat: DataFormat;
  readonly dilationRate: readonly number[];
  readonly activation: ActivationFunction;
  readonly useBias: boolean;
  readonly #biasSettings: WeightSettings;
  #bias: Variable | undefined;

  constructor(
    rank: number,
    kernelSize: PerAxis,
    options: Omit<ConvolutionOptions, 'padding'> & { padding?: SlidingWindow['padding'] },
    ownOptions: readonly string[],
    paddings: readonly SlidingWindow['padding'][] = ['valid', 'same'],
  ) {
    super(options, [...convolutionOptionNames, ...ownOptions]);
    this.rank = rank;
    this.kernelSize = perAxis('kernelSize', kernelSize, rank);
    this.strides = perAxis('strides', options.strides ?? 1, rank);
    this.padding = oneOf('padding', options.padding ?? 'valid', paddings);
    this.dataFormat = dataFormatOption(options.dataFormat);
    this.dilationRate = perAxis('dilationRate', options.dilationRate ?? 1, rank);
    this.activation = activations.get(options.activation);
    this.useBias = flag('useBias', options.useBias ?? true);
    this.#biasSettings = weightSettings(
      options.biasInitializer ?? 'zeros',
      options.biasRegularizer,
      options.biasConstraint,
    );
    refuseStridedDilation(this.strides, this.dilationRate);
    this.inputSpec = new InputSpec({ minNdim: rank + 2 });
  }

  /** Adds the kernels for inputs with so many channels. */
  protected abstract buildKernels(channels: number): void;
  /** Slides the kernels over the inputs. */
  protected abstract slide(inputs: Tensor): Tensor;
  /** Channels of the output, for an input's channels (null: unknown). */
  protected abstract outputChannels(channels: number | null): number | null;

  override build(inputShape: PartialShape): void {
    const axis = this.dataFormat === 'channels_last' ? -1 : 1;
    const channels = inputShape.at(axis);
    if (channels === null || channels === undefined)
      throw badArgument('inputShape', 'a shape whose channels are known, as the kernel depends on them', inputShape);
    this.computeOutputShape(inputShape);
    this.buildKernels(channels);
    if (this.useBias)
      this.#bias = this.addWeight({
        name: 'bias',
        shape: [this.outputChannels(channels) ?? 0],
        ...this.#biasSettings,
      });
    this.inputSpec = new InputSpec({ ndim: this.rank + 2, axes: { [axis]: channels } });
  }

  /** The weights [filters]; null with `useBias: false`. */
  get bias(): Variable | null {
    return this.useBias ? builtWeight(this.#bias, 'bias', this.name) : null;
  }

  override call(inputs: Tensor): Tensor {
    const outputs = this.slide(inputs);
    if (this.#bias === undefined) return activate(this, this.activation, outputs);
    const [channels = 0] = this.#bias.shape;
    const shape = this.dataFormat === 'channels_last' ? [channels] : [channels, ...range(this.rank).map(() => 1)];
    return activate(this, this.activation, add(outputs, reshape(this.#bias, shape)));
  }

  override computeOutputShape(inputShape: PartialShape): PartialShape {
    const window = {
      sizes: this.kernelSize,
      strides: this.strides,
      dilations: this.dilationRate,
      padding: this.padding,
    };
    const channels = inputShape.at(this.dataFormat === 'channels_last' ? -1 : 1) ?? null;
    return windowedShape(inputShape, window, this.dataFormat, this.name, this.outputChannels(channels) ?? undefined);
  }

  override getConfig(): Config {
    return {
      ...super.getConfig(),
      kernel_size: this.kernelSize,
      strides: this.strides,
      padding: this.padding,
      data_format: this.dataFormat,
      dilation_rate: this.dilationRate,
      activation: activations.serialize(this.activation),
      use_bias: this.useBias,
      ...weightConfig('bias', this.#biasSettings),
      activity_regularizer: optional(this.activityRegularizer, regularizers.serialize),
    };
  }

  protected override printed(): Readonly<Record<string, unknown>> {
    return { kernelSize: this.kernelSize, activation: label(activations.serialize(this.activation)) };
  }
}
