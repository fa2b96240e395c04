import { badArgument, unknownName } from '../support/errors.ts';
import type { Config } from '../support/registry.ts';
import { DTypePolicy, dtypePolicy } from './dtype-policy.ts';

/** What quantized layers keep their weights in: integers of 8 or 4 bits. */
export type QuantizationMode = 'int8' | 'int4';

export const QUANTIZATION_MODES: readonly QuantizationMode[] = ['int8', 'int4'];

const UNSUPPORTED = ['float8', 'gptq', 'awq', 'ternary'];

const isMode = (mode: unknown): mode is QuantizationMode => QUANTIZATION_MODES.some((known) => known === mode);

/** Checks a mode; those of Keras that are not supported are told so. */
export function quantizationMode(name: string, mode: unknown): QuantizationMode {
  if (isMode(mode)) return mode;
  if (typeof mode !== 'string' || UNSUPPORTED.some((other) => mode.startsWith(other)))
    throw badArgument(name, "'int8' or 'int4' (Keras's other modes are not supported)", mode);
  throw unknownName('quantization mode', mode, QUANTIZATION_MODES);
}

/**
 * The policy of a layer whose weights are integers: `int8_from_float32` computes as `float32` does.
 *
 * @param mode 'int8' or 'int4'
 * @param sourceName the policy that says what is computed in, and what scales have. Default: `config.dtypePolicy()`
 * @throws ArgumentError for other modes, and for 'int8' from 'mixed_float16' or 'float16', whose numbers end too soon
 * @see https://keras.io/api/mixed_precision/policy/
 *
 * @example
 * ```ts
 * import { dtypePolicies } from 'keratin';
 * const policy = new dtypePolicies.QuantizedDTypePolicy('int8', 'mixed_bfloat16');
 * console.log(policy.name, policy.computeDtype); // => int8_from_mixed_bfloat16 bfloat16
 * ```
 */
export class QuantizedDTypePolicy extends DTypePolicy {
  static override readonly className: string = 'QuantizedDTypePolicy';
  readonly sourceName: string;
  readonly #mode: QuantizationMode;

  constructor(mode: QuantizationMode, sourceName: string | null = null) {
    const chosen = quantizationMode('mode', mode);
    const source = sourceName ?? dtypePolicy().name;
    super(source);
    if (chosen === 'int8' && this.computeDtype === 'float16')
      throw badArgument('sourceName', "a policy that doesn't compute in float16, for 'int8'", source);
    this.#mode = chosen;
    this.sourceName = source;
  }

  override get name(): string {
    return `${this.quantizationMode}_from_${this.sourceName}`;
  }

  override get quantizationMode(): QuantizationMode {
    return this.#mode;
  }

  override getConfig(): Config {
    return { mode: this.quantizationMode, source_name: this.sourceName };
  }

  static override fromConfig(config: Config): DTypePolicy {
    // Both come from JSON; the constructor looks at them.
    return new this(config.mode as QuantizationMode, sourceOf(config));
  }
}

function sourceOf({ source_name: source = null }: Config): string | null {
  if (source !== null && typeof source !== 'string') throw badArgument('sourceName', 'the name of a policy', source);
  return source;
}

/**
 * The policy of a layer whose weights have 4 bits, with a scale and a zero for each block of inputs.
 *
 * @param mode 'int4/128' for blocks of 128; 'int4/-1' for no blocks
 * @param sourceName the policy that says what is computed in, and what scales have. Default: `config.dtypePolicy()`
 * @throws ArgumentError when the mode is written otherwise
 * @see https://keras.io/api/mixed_precision/policy/
 *
 * @example
 * ```ts
 * import { dtypePolicies } from 'keratin';
 * const policy = new dtypePolicies.Int4DTypePolicy('int4/64', 'float32');
 * console.log(policy.name, policy.blockSize); // => int4/64_from_float32 64
 * ```
 */
export class Int4DTypePolicy extends QuantizedDTypePolicy {
  static override readonly className: string = 'Int4DTypePolicy';
  /** Null without blocks. */
  readonly blockSize: number | null;

  constructor(mode: string, sourceName: string | null = null) {
    const [, digits] = /^int4\/(-1|[1-9]\d*)$/.exec(mode) ?? [];
    if (digits === undefined) throw badArgument('mode', "'int4/' and the size of a block, or -1", mode);
    super('int4', sourceName);
    this.blockSize = digits === '-1' ? null : Number(digits);
  }

  get #fullMode(): string {
    return `int4/${this.blockSize ?? -1}`;
  }

  override get name(): string {
    return `${this.#fullMode}_from_${this.sourceName}`;
  }

  override getConfig(): Config {
    return { mode: this.#fullMode, source_name: this.sourceName };
  }

  static override fromConfig(config: Config): DTypePolicy {
    const { mode } = config;
    if (typeof mode !== 'string') throw badArgument('mode', "'int4/' and the size of a block, or -1", mode);
    return new Int4DTypePolicy(mode, sourceOf(config));
  }
}

/** The policy of quantized layers that a name such as `int8_from_float32` stands for; undefined for other names. */
export function quantizedPolicy(name: string): QuantizedDTypePolicy | undefined {
  const [, mode, source] = /^([^_]+)_from_(.+)$/.exec(name) ?? [];
  if (mode === undefined || source === undefined) return undefined;
  return mode.startsWith('int4/')
    ? new Int4DTypePolicy(mode, source)
    : new QuantizedDTypePolicy(quantizationMode('dtype', mode), source);
}
