import { type QuantizationMode, quantizationMode } from '../dtype-policies/quantized-dtype-policy.ts';
import { badArgument, checkOptions } from '../support/errors.ts';
import {
  type Config,
  deserializeObject,
  isSerialized,
  optionsFromConfig,
  serializeObject,
} from '../support/registry.ts';
import { AbsMaxQuantizer } from './abs-max-quantizer.ts';
import { Quantizer } from './quantizer.ts';

export interface QuantizationConfigOptions {
  /** For weights. Default null: an `AbsMaxQuantizer` over the axes that a layer sums over. */
  readonly weightQuantizer?: Quantizer | null;
  /** For what goes into a layer; null for none: inputs stay floats. */
  readonly activationQuantizer?: Quantizer | null | 'default';
}

const isQuantizer = (x: unknown): x is Quantizer => x instanceof Quantizer;

/** A quantizer, or one in Keras's envelope. */
function quantizerOption(name: string, given: unknown): Quantizer | null {
  const quantizer = isSerialized(given) ? deserializeObject(given, { module: 'keras.quantizers' }) : (given ?? null);
  if (quantizer !== null && !isQuantizer(quantizer)) throw badArgument(name, 'a quantizer, or null', given);
  return quantizer;
}

const serialized = (quantizer: Quantizer | null) => (quantizer === null ? null : serializeObject(quantizer));

/**
 * How layers are quantized: in how many bits, and by which quantizers. This is what all such configs share.
 *
 * @see https://keras.io/api/quantizers/
 *
 * @example
 * ```ts
 * import { quantizers } from 'keratin';
 * console.log(new quantizers.Int8QuantizationConfig() instanceof quantizers.QuantizationConfig); // => true
 * ```
 */
export abstract class QuantizationConfig {
  /** Keras's class name, which configs carry. */
  static readonly className: string = 'QuantizationConfig';
  readonly weightQuantizer: Quantizer | null;
  readonly activationQuantizer: Quantizer | null;

  constructor({ weightQuantizer = null, activationQuantizer = null }: QuantizationConfigOptions = {}) {
    this.weightQuantizer = quantizerOption('weightQuantizer', weightQuantizer);
    this.activationQuantizer = quantizerOption('activationQuantizer', activationQuantizer);
  }

  abstract get mode(): QuantizationMode;

  /** The constructor's options, as Keras writes them. */
  getConfig(): Config {
    return {
      weight_quantizer: serialized(this.weightQuantizer),
      activation_quantizer: serialized(this.activationQuantizer),
    };
  }

  static fromConfig<T extends QuantizationConfig>(this: new (options: never) => T, config: Config): T {
    // The values come from JSON; the constructor checks names and values.
    return new this(optionsFromConfig(config) as never);
  }
}

function checkRange(className: string, quantizer: Quantizer | null, range: readonly number[] | null): void {
  if (quantizer === null) return;
  if (quantizer.outputDtype !== 'int8')
    throw badArgument('weightQuantizer', `one whose outputDtype is 'int8', for ${className}`, quantizer.outputDtype);
  const given = quantizer instanceof AbsMaxQuantizer ? quantizer.valueRange : null;
  if (range !== null && given?.some((n, i) => n !== range[i]))
    throw badArgument('weightQuantizer', `one whose valueRange is [${range.join(', ')}], for ${className}`, given);
}

/**
 * Weights in 8 bits: `integers / scale`, with a scale for each output. What goes into a layer is quantized too, unless
 * `activationQuantizer` is null.
 *
 * @param options `weightQuantizer`; `activationQuantizer`: default `'default'`, an `AbsMaxQuantizer`
 * @throws ArgumentError when the weight quantizer makes anything but int8
 * @see https://keras.io/api/quantizers/
 *
 * @example
 * ```ts
 * import { layers, quantizers } from 'keratin';
 * const layer = new layers.Dense(2);
 * layer.build([null, 3]);
 * layer.quantize('int8', { config: new quantizers.Int8QuantizationConfig({ activationQuantizer: null }) });
 * console.log(layer.kernel.dtype); // => int8
 * ```
 */
export class Int8QuantizationConfig extends QuantizationConfig {
  static override readonly className: string = 'Int8QuantizationConfig';

  constructor(options: QuantizationConfigOptions = {}) {
    checkOptions('Int8QuantizationConfig', options, ['weightQuantizer', 'activationQuantizer']);
    const { weightQuantizer = null, activationQuantizer = 'default' } = options;
    const inputs = activationQuantizer === 'default' ? new AbsMaxQuantizer() : activationQuantizer;
    super({ weightQuantizer, activationQuantizer: inputs });
    checkRange('Int8QuantizationConfig', this.weightQuantizer, null);
  }

  override get mode(): 'int8' {
    return 'int8';
  }
}

export interface Int4QuantizationConfigOptions extends QuantizationConfigOptions {
  /** How many inputs of a layer share a scale and a zero; null and -1 for all, with a scale alone. Default 128. */
  readonly blockSize?: number | null;
}

/**
 * Weights in 4 bits, two in a byte: `(integers - zero) · scale`, with a scale and a zero for each output and each block of
 * inputs; without blocks `integers / scale`. What goes into a layer stays as it is, unless there is an
 * `activationQuantizer`, which goes with no blocks.
 *
 * @param options `blockSize`; without blocks `weightQuantizer` and `activationQuantizer` (default `'default'`: none)
 * @throws ArgumentError when quantizers are given for blocks, or the weight quantizer makes anything but -8 to 7
 * @see https://keras.io/api/quantizers/
 *
 * @example
 * ```ts
 * import { layers, quantizers } from 'keratin';
 * const layer = new layers.Dense(2);
 * layer.build([null, 64]);
 * layer.quantize('int4', { config: new quantizers.Int4QuantizationConfig({ blockSize: 32 }) });
 * console.log(layer.kernel.shape, layer.kernelScale?.shape); // => [64, 1] [2, 2]
 * ```
 */
export class Int4QuantizationConfig extends QuantizationConfig {
  static override readonly className: string = 'Int4QuantizationConfig';
  /** Null without blocks. */
  readonly blockSize: number | null;

  constructor(options: Int4QuantizationConfigOptions = {}) {
    checkOptions('Int4QuantizationConfig', options, ['weightQuantizer', 'activationQuantizer', 'blockSize']);
    const { weightQuantizer = null, activationQuantizer = 'default', blockSize = 128 } = options;
    const inputs = activationQuantizer === 'default' ? null : activationQuantizer;
    super({ weightQuantizer, activationQuantizer: inputs });
    if (blockSize !== null && blockSize !== -1 && !(Number.isInteger(blockSize) && blockSize > 0))
      throw badArgument('blockSize', 'a positive integer, -1 or null', blockSize);
    this.blockSize = blockSize === -1 ? null : blockSize;
    if (this.blockSize !== null && (this.weightQuantizer !== null || this.activationQuantizer !== null))
      throw badArgument('blockSize', 'null where there are quantizers', blockSize);
    checkRange('Int4QuantizationConfig', this.weightQuantizer, [-8, 7]);
  }

  override get mode(): 'int4' {
    return 'int4';
  }

  override getConfig(): Config {
    return { ...super.getConfig(), block_size: this.blockSize };
  }

  /** Configs from before there were blocks don't mention them. */
  static override fromConfig<T extends QuantizationConfig>(this: new (options: never) => T, config: Config): T {
    return new this({ blockSize: null, ...optionsFromConfig(config) } as never);
  }
}

/**
 * The config that a mode, a config or both stand for.
 *
 * @throws ArgumentError when there is neither, or they differ
 */
export function resolveQuantization(mode: unknown, config: unknown = null): QuantizationConfig {
  const named = mode ?? null;
  if (config === null) {
    if (named === null) throw badArgument('mode', "'int8' or 'int4', or `config` given", mode);
    return quantizationMode('mode', named) === 'int8' ? new Int8QuantizationConfig() : new Int4QuantizationConfig();
  }
  if (!(config instanceof QuantizationConfig)) throw badArgument('config', 'a QuantizationConfig', config);
  if (named !== null && quantizationMode('mode', named) !== config.mode)
    throw badArgument('mode', `that of the config, '${config.mode}'`, mode);
  return config;
}
