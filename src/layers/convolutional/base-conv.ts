import { conv } from '../../ops/convolution.ts';
import { pad } from '../../ops/padding.ts';
import type { PerAxis } from '../../ops/spatial.ts';
import { positiveInteger } from '../../support/check-values.ts';
import { ArgumentError, badArgument } from '../../support/errors.ts';
import type { Config } from '../../support/registry.ts';
import { at } from '../../support/shape.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import type { Variable } from '../../tensor/variable.ts';
import { builtWeight } from '../built-weight.ts';
import { type EnableLoraOptions, Lora, type LoraOptions, loraOptionNames } from '../core/lora.ts';
import { Convolution } from './convolution.ts';
import { type ConvKernelOptions, type ConvolutionOptions, kernelOptionNames } from './convolution-options.ts';
import { type WeightSettings, weightConfig, weightSettings } from './weight-settings.ts';

export interface ConvLayerOptions extends ConvolutionOptions, ConvKernelOptions, LoraOptions {
  /** Channels and filters are split into so many groups that don't see each other. Default 1. */
  groups?: number;
}

/** Conv1D, Conv2D and Conv3D. */
export abstract class BaseConv extends Convolution {
  static override readonly positional: readonly string[] = ['filters', 'kernelSize'];
  readonly filters: number;
  readonly groups: number;
  readonly #settings: WeightSettings;
  #kernel: Variable | undefined;
  readonly #lora: Lora;

  constructor(
    rank: number,
    filters: number,
    kernelSize: PerAxis,
    options: Omit<ConvLayerOptions, 'padding'> & { padding?: 'valid' | 'same' | 'causal' },
  ) {
    super(
      rank,
      kernelSize,
      options,
      [...kernelOptionNames, ...loraOptionNames, 'groups'],
      rank === 1 ? ['valid', 'same', 'causal'] : ['valid', 'same'],
    );
    this.filters = positiveInteger('filters', filters);
    this.groups = positiveInteger('groups', options.groups ?? 1);
    if (this.filters % this.groups !== 0)
      throw badArgument('groups', `a divisor of the ${this.filters} filters`, this.groups);
    this.#settings = weightSettings(
      options.kernelInitializer ?? 'glorot_uniform',
      options.kernelRegularizer,
      options.kernelConstraint,
    );
    this.#lora = new Lora(this, options, {
      weight: () => this.kernel,
      label: 'kernel',
      regularizer: this.#settings.regularizer,
      constrained: this.#settings.constraint !== null,
    });
  }

  protected override outputChannels(): number {
    return this.filters;
  }

  protected override buildKernels(channels: number): void {
    if (channels % this.groups !== 0) {
      throw new ArgumentError(
        `Layer "${this.name}" with groups=${this.groups} takes inputs whose channels divide evenly. Received: ${channels} channels`,
      );
    }
    const shape = [...this.kernelSize, channels / this.groups, this.filters];
    this.#kernel = this.addWeight({ name: 'kernel', shape, ...this.#settings });
    this.#lora.build();
  }

  /** The weights [...kernelSize, channels / groups, filters]. */
  get kernel(): Variable {
    return builtWeight(this.#kernel, 'kernel', this.name);
  }

  /** Freezes the kernel and trains a low-rank update of it instead. */
  enableLora(rank: number, options: EnableLoraOptions = {}): void {
    this.#lora.enable(rank, options);
  }

  protected override slide(inputs: Tensor): Tensor {
    const { strides, dataFormat, dilationRate } = this;
    const options = { strides, dataFormat, dilationRate };
    if (this.padding !== 'causal') return conv(inputs, this.#lora.effective(), { ...options, padding: this.padding });
    const before: [number, number] = [at(this.dilationRate, 0) * (at(this.kernelSize, 0) - 1), 0];
    const edges: [number, number][] = [[0, 0], ...(dataFormat === 'channels_last' ? [before, none] : [none, before])];
    return conv(pad(inputs, edges), this.#lora.effective(), options);
  }

  override getConfig(): Config {
    return {
      ...super.getConfig(),
      filters: this.filters,
      groups: this.groups,
      ...weightConfig('kernel', this.#settings),
      ...this.#lora.config(),
    };
  }

  protected override printed(): Readonly<Record<string, unknown>> {
    return { filters: this.filters, ...super.printed() };
  }
}

const none: [number, number] = [0, 0];
