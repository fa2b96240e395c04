import { add, multiply } from '../../ops/arithmetic.ts';
import { conv } from '../../ops/convolution.ts';
import { matmul } from '../../ops/matrix-product.ts';
import { pad } from '../../ops/padding.ts';
import type { PerAxis } from '../../ops/spatial.ts';
import { positiveInteger } from '../../support/check-values.ts';
import { ArgumentError, badArgument } from '../../support/errors.ts';
import type { Config } from '../../support/registry.ts';
import { at } from '../../support/shape.ts';
import type { TensorLike } from '../../tensor/convert.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import type { Variable } from '../../tensor/variable.ts';
import { builtWeight } from '../built-weight.ts';
import { Convolution } from './convolution.ts';
import { type ConvolutionOptions, type KernelOptions, kernelOptionNames } from './convolution-options.ts';
import { type WeightSettings, weightConfig, weightSettings } from './weight-settings.ts';

export interface ConvLayerOptions extends ConvolutionOptions, KernelOptions {
  /** Channels and filters are split into so many groups that don't see each other. Default 1. */
  groups?: number;
  /** Rank of a low-rank update that is trained instead of the kernel (Hu et al. 2021). Default null: none. */
  loraRank?: number | null;
  /** The update is scaled by loraAlpha / loraRank. Default loraRank. */
  loraAlpha?: number | null;
}

/** Conv1D, Conv2D and Conv3D. */
export abstract class BaseConv extends Convolution {
  static override readonly positional: readonly string[] = ['filters', 'kernelSize'];
  readonly filters: number;
  readonly groups: number;
  readonly loraRank: number | null;
  readonly loraAlpha: number | null;
  readonly #settings: WeightSettings;
  #kernel: Variable | undefined;
  #lora: { readonly a: Variable; readonly b: Variable } | undefined;

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
      [...kernelOptionNames, 'groups', 'loraRank', 'loraAlpha'],
      rank === 1 ? ['valid', 'same', 'causal'] : ['valid', 'same'],
    );
    this.filters = positiveInteger('filters', filters);
    this.groups = positiveInteger('groups', options.groups ?? 1);
    if (this.filters % this.groups !== 0)
      throw badArgument('groups', `a divisor of the ${this.filters} filters`, this.groups);
    this.loraRank = options.loraRank == null ? null : positiveInteger('loraRank', options.loraRank);
    this.loraAlpha = options.loraAlpha ?? this.loraRank;
    this.#settings = weightSettings(
      options.kernelInitializer ?? 'glorot_uniform',
      options.kernelRegularizer,
      options.kernelConstraint,
    );
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
    if (this.loraRank === null) return;
    const regularizer = this.#settings.regularizer;
    const a = this.addWeight({
      name: 'lora_kernel_a',
      shape: [...shape.slice(0, -1), this.loraRank],
      initializer: 'he_uniform',
      regularizer,
    });
    const b = this.addWeight({
      name: 'lora_kernel_b',
      shape: [this.loraRank, this.filters],
      initializer: 'zeros',
      regularizer,
    });
    this.#kernel.trainable = false;
    this.#lora = { a, b };
  }

  /** The weights [...kernelSize, channels / groups, filters]. */
  get kernel(): Variable {
    return builtWeight(this.#kernel, 'kernel', this.name);
  }

  #effectiveKernel(): TensorLike {
    if (this.#lora === undefined) return this.kernel;
    const scale = (this.loraAlpha ?? 1) / (this.loraRank ?? 1);
    return add(this.kernel, multiply(matmul(this.#lora.a, this.#lora.b), scale));
  }

  protected override slide(inputs: Tensor): Tensor {
    const { strides, dataFormat, dilationRate } = this;
    const options = { strides, dataFormat, dilationRate };
    if (this.padding !== 'causal') return conv(inputs, this.#effectiveKernel(), { ...options, padding: this.padding });
    const before: [number, number] = [at(this.dilationRate, 0) * (at(this.kernelSize, 0) - 1), 0];
    const edges: [number, number][] = [[0, 0], ...(dataFormat === 'channels_last' ? [before, none] : [none, before])];
    return conv(pad(inputs, edges), this.#effectiveKernel(), options);
  }

  override getConfig(): Config {
    return {
      ...super.getConfig(),
      filters: this.filters,
      groups: this.groups,
      ...weightConfig('kernel', this.#settings),
      ...(this.loraRank === null ? {} : { lora_rank: this.loraRank, lora_alpha: this.loraAlpha }),
    };
  }

  protected override printed(): Readonly<Record<string, unknown>> {
    return { filters: this.filters, ...super.printed() };
  }
}

const none: [number, number] = [0, 0];
